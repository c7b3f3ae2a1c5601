/// Writes values in the layout of the document that they are added to.
struct JSONWriter {
    let layout: JSONLayout

    /// Returns the text of `value` on lines of its own. `indent` is that of the line where it starts.
    func pretty(_ value: JSONValue, indent: String) -> String {
        let inner = indent + layout.unit
        switch value {
        case .array(let elements) where !elements.isEmpty:
            return block("[", children: elements.map { pretty($0, indent: inner) }, closing: "]", indent: indent)
        case .object(let members) where !members.isEmpty:
            return block(
                "{", children: members.map { key($0) + pretty($0.value, indent: inner) }, closing: "}", indent: indent)
        default:
            return compact(value)
        }
    }

    /// Returns the text of `value` on one line.
    func compact(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text): text
        case .string(let text): JSONStringLiteral.encode(text)
        case .array(let elements): "[" + elements.map(compact).joined(separator: layout.comma) + "]"
        case .object(let members):
            "{" + members.map { key($0) + compact($0.value) }.joined(separator: layout.comma) + "}"
        }
    }

    private func key(_ member: JSONValue.Member) -> String {
        JSONStringLiteral.encode(member.key) + layout.colon
    }

    private func block(_ opening: String, children: [String], closing: String, indent: String) -> String {
        let separator = layout.newline + indent + layout.unit
        return opening + separator + children.joined(separator: "," + separator) + layout.newline + indent + closing
    }
}

extension JSONValue {
    /// The value as JSON on one line, without spaces and without a newline at the end.
    package var compactText: String {
        JSONWriter(layout: JSONLayout(of: Array("{\"\":0}".utf8), root: Self.minified)).compact(self)
    }

    /// The value as JSON with two spaces a level and without a newline at the end.
    package var prettyText: String {
        JSONWriter(layout: JSONLayout(of: [], root: nil)).pretty(self, indent: "")
    }

    /// The node of `{"":0}`, the shortest text that has a layout.
    private static let minified = JSONNode(
        range: 0..<6, shape: .object([.init(key: 1..<3, value: JSONNode(range: 4..<5, shape: .number))]))
}
