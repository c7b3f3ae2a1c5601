enum PythonBindings {
    static func read(_ node: Node, of declaration: Declaration) -> [Binding] {
        switch node.type {
        case "import_statement":
            return node.namedChildren.compactMap { item in
                if item.type == "aliased_import" { return aliased(item, from: "") }
                // `import a.b` binds `a`.
                let first = item.namedChildren.first?.collapsedText ?? ""
                return Binding(first, origin: first)
            }
        case "import_from_statement":
            let source = node.child("module_name")?.collapsedText ?? ""
            return declaration.items.map { item in
                if item.type == "aliased_import" { return aliased(item, from: source + ".") }
                return Binding(item.collapsedText, origin: "\(source).\(item.collapsedText)")
            }
        case "expression_statement":
            guard let left = node.firstChild(["assignment"])?.child("left") else { return [] }
            return names(left).map { Binding($0, origin: "variable \(left.collapsedText)") }
        default: return Binding.declared([declaration.name], of: declaration)
        }
    }

    private static func aliased(_ item: Node, from source: String) -> Binding {
        Binding(item.childText("alias"), origin: source + item.childText("name"))
    }

    private static func names(_ target: Node) -> [String] {
        switch target.type {
        case "identifier": [target.collapsedText]
        case "pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern": target.namedChildren.flatMap(names)
        default: []
        }
    }
}
