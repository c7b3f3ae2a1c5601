/// A hash of code without its layout: kinds of nodes, their nesting, the text of tokens. Comments and blanks do not
/// count.
struct StructureHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
    /// The symbol's own name. A token with this text counts as a placeholder, so that a new name alone changes nothing.
    let ownName: [UInt8]
    /// The range of the node that is left out.
    let excluded: Range<Int>?

    init(ownName: String = "", excluded: Range<Int>? = nil) {
        self.ownName = Array(ownName.utf8)
        self.excluded = excluded
    }

    mutating func add(_ node: Node) {
        var hash = value
        node.walk { node in
            if node.isComment { return false }
            let range = node.range
            if let excluded, range == excluded { return false }
            Self.mix(UInt8(truncatingIfNeeded: node.symbol), into: &hash)
            Self.mix(UInt8(truncatingIfNeeded: node.symbol >> 8), into: &hash)
            guard node.isLeaf || node.tree.isLiteral(node) else { return true }
            addText(node.tree.bytes[range], into: &hash)
            return false
        } leave: {
            Self.mix(0xFF, into: &hash)
        }
        value = hash
    }

    private func addText(_ text: ArraySlice<UInt8>, into hash: inout UInt64) {
        if !ownName.isEmpty, text.elementsEqual(ownName) {
            Self.mix(0xFD, into: &hash)
        } else {
            for byte in text { Self.mix(byte, into: &hash) }
        }
        Self.mix(0xFE, into: &hash)
    }

    private static func mix(_ byte: UInt8, into hash: inout UInt64) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
}
