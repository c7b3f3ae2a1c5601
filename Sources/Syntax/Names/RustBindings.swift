enum RustBindings {
    static func read(_ node: Node, of declaration: Declaration) -> [Binding] {
        switch node.type {
        case "use_declaration": return node.child("argument").map { used($0, at: "") } ?? []
        case "extern_crate_declaration":
            let name = node.childText("name")
            return [Binding(node.child("alias")?.collapsedText ?? name, origin: name)]
        case "mod_item": return [Binding(declaration.name, origin: "mod \(declaration.name)")]
        default: return Binding.declared([declaration.name], of: declaration)
        }
    }

    /// Returns the bindings of a part of a `use` declaration.
    /// - Parameter path: the path before it, with `::`.
    private static func used(_ tree: Node, at path: String) -> [Binding] {
        switch tree.type {
        case "use_list": return tree.namedChildren.flatMap { used($0, at: path) }
        case "scoped_use_list":
            let inner = tree.child("path").map { path + $0.collapsedText + "::" } ?? path
            return tree.child("list").map { used($0, at: inner) } ?? []
        case "use_as_clause": return [Binding(tree.childText("alias"), origin: path + tree.childText("path"))]
        case "scoped_identifier": return [Binding(tree.childText("name"), origin: path + tree.collapsedText)]
        case "self":
            let name = path.split(separator: ":").last.map(\.trimmed) ?? ""
            return [Binding(name, origin: String(path.dropLast(2)))]
        case "use_wildcard": return []
        default: return [Binding(tree.collapsedText, origin: path + tree.collapsedText)]
        }
    }
}
