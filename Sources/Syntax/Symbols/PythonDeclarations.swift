enum PythonDeclarations {
    static func read(_ node: Node) -> Declaration? {
        switch node.type {
        case "import_statement", "future_import_statement":
            return Declaration(.importing, name: node.collapsedText, body: node)
        case "import_from_statement":
            let source = node.child("module_name")?.collapsedText ?? ""
            let items = node.namedChildren.dropFirst().filter {
                $0.type == "dotted_name" || $0.type == "aliased_import"
            }
            return Declaration(.importing, name: source, body: node, items: Array(items))
        case "function_definition":
            return Declaration(.function, name: node.childText("name"), body: node.child("body"))
        case "class_definition": return Declaration(.type, name: node.childText("name"), members: node.child("body"))
        case "decorated_definition": return node.child("definition").flatMap(read)
        case "type_alias_statement":
            let name = node.childText("left").prefix { $0 != "[" }
            return Declaration(.type, name: name.trimmed, body: node.child("right"))
        case "expression_statement":
            guard let assignment = node.firstChild(["assignment"]), assignment.child("left")?.type == "identifier"
            else {
                return nil
            }
            return Declaration(.variable, name: assignment.childText("left"), body: assignment.child("right"))
        default: return nil
        }
    }
}
