internal import CTreeSitter

/// The syntax tree of one file. Owns tree-sitter's tree; nodes of it never outlive it.
final class SyntaxTree {
    let bytes: [UInt8]
    let language: Language
    private let handle: OpaquePointer

    /// Reads a file. Wrong syntax is no failure: tree-sitter recovers and marks it (`errors`).
    /// - Parameter milliseconds: the time limit.
    init(
        _ bytes: [UInt8], _ language: Language, _ grammars: Grammars, milliseconds: UInt64 = 2_000
    ) throws(SyntaxFailure) {
        guard bytes.count <= Grammars.maxBytes else { throw .tooLarge(bytes.count) }
        let grammar = try grammars.grammar(language)
        let parser = ts_parser_new()
        defer { ts_parser_delete(parser) }
        guard ts_parser_set_language(parser, grammar) else { throw .noGrammar("the version does not fit") }
        ts_parser_set_timeout_micros(parser, milliseconds * 1_000)
        let tree = bytes.withUnsafeBytes { buffer in
            ts_parser_parse_string(
                parser, nil, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(buffer.count))
        }
        guard let tree else { throw .timedOut }
        self.bytes = bytes
        self.language = language
        handle = tree
    }

    deinit { ts_tree_delete(handle) }

    var root: Node { Node(raw: ts_tree_root_node(handle), tree: self) }

    /// How many places could not be understood: skipped text and tokens that are missing.
    var errors: Int {
        guard ts_node_has_error(root.raw) else { return 0 }
        var count = 0
        root.walk { node in
            if node.isError { count += 1 }
            return ts_node_has_error(node.raw)
        }
        return max(1, count)
    }
}
