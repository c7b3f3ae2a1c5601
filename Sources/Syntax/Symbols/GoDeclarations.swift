enum GoDeclarations {
    static func read(_ node: Node) -> Declaration? {
        switch node.type {
        case "import_declaration":
            let items = node.nested(["import_spec"], through: ["import_spec_list"])
            // Blocks are one symbol, however many there are. Single imports are identified by what they import.
            let isBlock = node.firstChild(["import_spec_list"]) != nil
            return Declaration(
                .importing, name: isBlock ? "()" : node.collapsedText, body: node, items: isBlock ? items : [])
        case "function_declaration":
            return Declaration(.function, name: node.childText("name"), body: node.child("body"))
        case "method_declaration":
            return Declaration(.method, name: receiver(node) + node.childText("name"), body: node.child("body"))
        case "type_declaration":
            return specs(node, kind: .type, types: ["type_spec", "type_alias"], through: ["type_spec_list"])
        case "const_declaration":
            return specs(node, kind: .variable, types: ["const_spec"], through: ["const_spec_list"])
        case "var_declaration": return specs(node, kind: .variable, types: ["var_spec"], through: ["var_spec_list"])
        default: return nil
        }
    }

    /// Returns `T.` for `func (t *T) f()`, with type parameters left out.
    private static func receiver(_ node: Node) -> String {
        guard let parameter = node.child("receiver")?.namedChildren.first, let type = parameter.child("type") else {
            return ""
        }
        let name = type.collapsedText.drop { $0 == "*" || $0 == " " }.prefix { $0 != "[" }
        return "\(name)."
    }

    private static func specs(
        _ node: Node, kind: Symbol.Kind, types: Set<String>, through: Set<String>
    ) -> Declaration {
        let specs = node.nested(types, through: through)
        let name = specs.map { $0.childText("name") }.joined(separator: ", ")
        return Declaration(kind, name: name, body: specs.count == 1 ? specs[0].namedChildren.dropFirst().last : node)
    }
}
