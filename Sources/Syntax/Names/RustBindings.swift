enum RustBindings {
    static func read(_ node: Node, _ declaration: Declaration) -> [Binding] {
        switch node.type {
        case "use_declaration": return node.child("argument").map { used($0, "") } ?? []
        case "extern_crate_declaration":
            let name = node.childText("name")
            return [Binding(node.child("alias")?.collapsedText ?? name, name)]
        case "mod_item": return [Binding(declaration.name, "mod \(declaration.name)")]
        default: return Binding.declared([declaration.name], declaration)
        }
    }

    /// - Parameter path: what stands before it, with `::`.
    private static func used(_ tree: Node, _ path: String) -> [Binding] {
        switch tree.type {
        case "use_list": return tree.namedChildren.flatMap { used($0, path) }
        case "scoped_use_list":
            let inner = tree.child("path").map { path + $0.collapsedText + "::" } ?? path
            return tree.child("list").map { used($0, inner) } ?? []
        case "use_as_clause": return [Binding(tree.childText("alias"), path + tree.childText("path"))]
        case "scoped_identifier": return [Binding(tree.childText("name"), path + tree.collapsedText)]
        case "self":
            let name = path.split(separator: ":").last.map(\.trimmed) ?? ""
            return [Binding(name, String(path.dropLast(2)))]
        case "use_wildcard": return []
        default: return [Binding(tree.collapsedText, path + tree.collapsedText)]
        }
    }
}
