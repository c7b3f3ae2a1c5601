extension SyntaxFile {
    /// Returns the tokens in a range in order, strings whole, blanks left out.
    /// - Parameter excluded: the ranges that are left out.
    /// - Returns: nil where a comment is among them, or something that cannot be parsed.
    func tokens(in range: Range<Int>, without excluded: [Range<Int>]) -> [ArraySlice<UInt8>]? {
        var found: [ArraySlice<UInt8>] = []
        var isPlain = !tree.hasErrors
        let excludedRanges = Set(excluded)
        tree.root.walk { node in
            let span = node.range
            guard isPlain, span.overlaps(range), !excludedRanges.contains(span) else { return false }
            if node.isComment { isPlain = false }
            guard isPlain, node.isLeaf || tree.isVerbatim(node) else { return isPlain }
            if !bytes[span].allSatisfy(Words.isBlank) { found.append(bytes[span]) }
            return false
        }
        return isPlain ? found : nil
    }
}
