/// The declaration of a grammar's node, before ranges and hashes are computed.
struct Declaration {
    var kind: Symbol.Kind
    var name: String
    /// The part that is not in the signature.
    var body: Node?
    /// The node whose children are members.
    var members: Node?
    var items: [Node] = []
    /// Whether the declaration only groups: its name is no part of its members' names.
    var isTransparent = false
    /// Whether functions inside are called methods.
    var holdsMethods: Bool

    init(_ kind: Symbol.Kind, name: String, body: Node? = nil, members: Node? = nil, items: [Node] = []) {
        self.kind = kind
        holdsMethods = kind == .type
        self.name = name
        self.body = body
        self.members = members
        self.items = items
    }

    /// Returns a declaration for a node that declares nothing, such as a call at the top of a script.
    static func statement(_ node: Node) -> Declaration { Declaration(.statement, name: "", body: node) }
}

extension Node {
    /// The text with each run of blanks collapsed into one, for names and signatures.
    var collapsedText: String { Words.collapsed(tree.bytes[range]) }

    /// Returns the text of a child, collapsed; empty when there is none.
    func childText(_ field: String) -> String { child(field)?.collapsedText ?? "" }

    /// The offset of the brace that opens a body, or C++'s `export { … }`; nil where there is none.
    var openingBrace: Int? {
        var position = range.lowerBound
        if type == "export_declaration" {
            position += "export".utf8.count
            while position < range.upperBound, Words.isBlank(tree.bytes[position]) { position += 1 }
        }
        return position < tree.bytes.count && tree.bytes[position] == UInt8(ascii: "{") ? position : nil
    }

    /// Returns the children of some kinds, at any depth that leads only through nodes of `through`.
    func nested(_ types: Set<String>, through: Set<String>) -> [Node] {
        namedChildren.flatMap { child -> [Node] in
            if types.contains(child.type) { return [child] }
            return through.contains(child.type) ? child.nested(types, through: through) : []
        }
    }
}
