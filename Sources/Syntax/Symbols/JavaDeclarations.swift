enum JavaDeclarations {
    static func read(_ node: Node) -> Declaration? {
        switch node.type {
        case "import_declaration": return Declaration(.importing, name: node.collapsedText, body: node)
        case "class_declaration", "record_declaration":
            return Declaration(.type, name: node.childText("name"), members: node.firstChild(["class_body"]))
        case "interface_declaration":
            return Declaration(.type, name: node.childText("name"), members: node.firstChild(["interface_body"]))
        case "enum_declaration":
            return Declaration(.type, name: node.childText("name"), body: node.firstChild(["enum_body"]))
        case "annotation_type_declaration":
            return Declaration(.type, name: node.childText("name"), body: node.namedChildren.last)
        case "method_declaration":
            return Declaration(.method, name: node.childText("name"), body: node.firstChild(["block"]))
        case "constructor_declaration":
            return Declaration(.method, name: node.childText("name"), body: node.firstChild(["constructor_body"]))
        case "field_declaration", "constant_declaration": return field(node)
        default: return nil
        }
    }

    private static func field(_ node: Node) -> Declaration {
        let declarators = node.namedChildren.filter { $0.type == "variable_declarator" }
        let names = declarators.compactMap { $0.namedChildren.first?.collapsedText }.joined(separator: ", ")
        guard declarators.count == 1, declarators[0].namedChildren.count > 1 else {
            return Declaration(.variable, name: names)
        }
        return Declaration(.variable, name: names, body: declarators[0].namedChildren.last)
    }
}
