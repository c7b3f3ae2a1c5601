extension Declaration {
    /// Reads a child of a file or of a type's body.
    static func read(_ node: Node) -> Declaration {
        let found =
            switch node.tree.language.family {
            case .c: CDeclarations.read(node)
            case .go: GoDeclarations.read(node)
            case .java: JavaDeclarations.read(node)
            case .javascript: JavaScriptDeclarations.read(node)
            case .python: PythonDeclarations.read(node)
            case .rust: RustDeclarations.read(node)
            }
        return found ?? statement(node)
    }
}
