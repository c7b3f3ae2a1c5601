enum JavaBindings {
    static func read(_ node: Node, of declaration: Declaration) -> [Binding] {
        if node.type == "import_declaration" {
            guard node.firstChild(["asterisk"]) == nil, let path = node.firstChild(["scoped_identifier"]) else {
                return []
            }
            return [Binding(path.childText("name"), origin: path.collapsedText)]
        }
        let names = declaration.name.split(separator: ",").map(\.trimmed)
        return Binding.declared(declaration.kind == .variable ? names : [declaration.name], of: declaration)
    }
}
