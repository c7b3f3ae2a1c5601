/// What a grammar's node declares, before places and hashes are worked out.
struct Declaration {
    var kind: Symbol.Kind
    var name: String
    /// What is no part of the signature.
    var body: Node?
    /// The node whose children are members.
    var members: Node?
    var items: [Node] = []
    /// Whether it only groups: its name is no part of its members' names.
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

    /// What stands for itself: a call at the top of a script, say.
    static func statement(_ node: Node) -> Declaration { Declaration(.statement, name: "", body: node) }
}

extension Node {
    /// The text with every run of blanks made one, for names and signatures.
    var collapsedText: String { Words.collapsed(tree.bytes[range]) }

    /// The text of a child, collapsed; empty when there is none.
    func childText(_ field: String) -> String { child(field)?.collapsedText ?? "" }

    /// Where the brace is that opens a body, or C++'s `export { … }`; nil where there is none.
    var openingBrace: Int? {
        var place = range.lowerBound
        if type == "export_declaration" {
            place += "export".utf8.count
            while place < range.upperBound, Words.isBlank(tree.bytes[place]) { place += 1 }
        }
        return place < tree.bytes.count && tree.bytes[place] == UInt8(ascii: "{") ? place : nil
    }

    /// The children of one kind, at any depth that leads only through nodes of `through`.
    func nested(_ types: Set<String>, through: Set<String>) -> [Node] {
        namedChildren.flatMap { child -> [Node] in
            if types.contains(child.type) { return [child] }
            return through.contains(child.type) ? child.nested(types, through: through) : []
        }
    }
}
