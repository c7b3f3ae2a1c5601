extension SyntaxFile {
    /// The tokens of a place in order, strings whole, blanks left out.
    /// - Parameter excluded: places that are left out.
    /// - Returns: nil where a comment is among them, or something that cannot be parsed.
    func tokens(in range: Range<Int>, without excluded: [Range<Int>]) -> [ArraySlice<UInt8>]? {
        var found: [ArraySlice<UInt8>] = []
        var isPlain = !tree.hasErrors
        let left = Set(excluded)
        tree.root.walk { node in
            let place = node.range
            guard isPlain, place.overlaps(range), !left.contains(place) else { return false }
            if node.isComment { isPlain = false }
            guard isPlain, node.isLeaf || tree.isVerbatim(node) else { return isPlain }
            if !bytes[place].allSatisfy(Words.isBlank) { found.append(bytes[place]) }
            return false
        }
        return isPlain ? found : nil
    }
}
