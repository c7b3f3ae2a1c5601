enum PythonBindings {
    static func read(_ node: Node, _ declaration: Declaration) -> [Binding] {
        switch node.type {
        case "import_statement":
            return node.namedChildren.compactMap { item in
                if item.type == "aliased_import" { return aliased(item, "") }
                // `import a.b` binds `a`.
                let first = item.namedChildren.first?.collapsedText ?? ""
                return Binding(first, first)
            }
        case "import_from_statement":
            let source = node.child("module_name")?.collapsedText ?? ""
            return declaration.items.map { item in
                if item.type == "aliased_import" { return aliased(item, source + ".") }
                return Binding(item.collapsedText, "\(source).\(item.collapsedText)")
            }
        case "expression_statement":
            guard let left = node.firstChild(["assignment"])?.child("left") else { return [] }
            return names(left).map { Binding($0, "variable \(left.collapsedText)") }
        default: return Binding.declared([declaration.name], declaration)
        }
    }

    private static func aliased(_ item: Node, _ source: String) -> Binding {
        Binding(item.childText("alias"), source + item.childText("name"))
    }

    private static func names(_ target: Node) -> [String] {
        switch target.type {
        case "identifier": [target.collapsedText]
        case "pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern": target.namedChildren.flatMap(names)
        default: []
        }
    }
}
