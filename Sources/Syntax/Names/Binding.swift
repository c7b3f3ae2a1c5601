/// A name that a symbol brings into the scope in which it stands.
package struct Binding: Hashable, Sendable {
    package let name: String
    /// What the name stands for: the thing that is imported, or the declaration as it is written.
    let origin: String
    /// Whether others import it under this name, rather than that the file itself calls something so.
    let isExport: Bool

    init(_ name: String, _ origin: String, isExport: Bool = false) {
        self.name = name
        self.origin = origin
        self.isExport = isExport
    }

    /// Those of a child of a file or of a type's body. None for what binds names that are nowhere written: `import *`,
    /// headers.
    static func read(_ node: Node, _ declaration: Declaration) -> [Binding] {
        let found =
            switch node.tree.language.family {
            case .c: CBindings.read(node, declaration)
            case .go: GoBindings.read(node, declaration)
            case .java: JavaBindings.read(node, declaration)
            case .javascript: JavaScriptBindings.read(node, declaration)
            case .python: PythonBindings.read(node, declaration)
            case .rust: RustBindings.read(node, declaration)
            }
        return found.filter { !$0.name.isEmpty && $0.name != "_" && $0.name != "." }
    }

    /// The declared name, or each of several.
    static func declared(_ names: [String], _ declaration: Declaration) -> [Binding] {
        switch declaration.kind {
        case .importing, .exporting, .statement, .module: []
        case .function, .method, .type, .variable:
            names.map { Binding($0, "\(declaration.kind.rawValue) \(declaration.name)") }
        }
    }
}
