extension Binding {
    /// Reads the bindings of a child of a file or of a type's body. Some declarations bind names that are not written:
    /// `import *`, headers. They have none.
    static func read(_ node: Node, of declaration: Declaration) -> [Binding] {
        let found =
            switch node.tree.language.family {
            case .c: CBindings.read(node, of: declaration)
            case .go: GoBindings.read(node, of: declaration)
            case .java: JavaBindings.read(node, of: declaration)
            case .javascript: JavaScriptBindings.read(node, of: declaration)
            case .python: PythonBindings.read(node, of: declaration)
            case .rust: RustBindings.read(node, of: declaration)
            }
        return found.filter { !$0.name.isEmpty && $0.name != "_" && $0.name != "." }
    }
}
