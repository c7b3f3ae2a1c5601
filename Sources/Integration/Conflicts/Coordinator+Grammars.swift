internal import Coordinator
internal import Syntax

extension Coordinator {
    /// The grammars of tree-sitter. Each is opened when the first file of its language is parsed.
    var grammars: Grammars { Grammars(folder: context.grammars) }
}
