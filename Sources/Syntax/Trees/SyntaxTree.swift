internal import CTreeSitter

/// The syntax tree of one file. Owns tree-sitter's tree; its nodes never outlive it.
final class SyntaxTree {
    let bytes: [UInt8]
    let language: Language
    private let handle: OpaquePointer
    private var literals: [UInt16: Bool] = [:]
    private var verbatim: [UInt16: Bool] = [:]

    /// Parses a file. Code that the grammar does not understand is no failure: tree-sitter recovers and marks it
    /// (`errors`).
    /// - Parameter milliseconds: the time limit.
    init(
        _ bytes: [UInt8], language: Language, with grammars: Grammars, milliseconds: UInt64 = 2_000
    ) throws(SyntaxFailure) {
        guard bytes.count <= Grammars.maxBytes else { throw .tooLarge(bytes.count) }
        let grammar = try grammars.grammar(language)
        let parser = ts_parser_new()
        defer { ts_parser_delete(parser) }
        guard ts_parser_set_language(parser, grammar) else { throw .noGrammar("the version does not fit") }
        let tree = bytes.withUnsafeBytes { buffer in
            ctreesitter_parse(
                parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(buffer.count), milliseconds)
        }
        guard let tree else { throw .timedOut }
        self.bytes = bytes
        self.language = language
        handle = tree
    }

    deinit { ts_tree_delete(handle) }

    var root: Node { Node(raw: ts_tree_root_node(handle), tree: self) }

    var hasErrors: Bool { ts_node_has_error(root.raw) }

    /// Whether a node is a string, a character, a template or a pattern. Every byte of it counts, also those that are
    /// in no visible node below it.
    func isLiteral(_ node: Node) -> Bool {
        Self.remembered(node, in: &literals) { type in
            ["string", "char", "template_literal"].contains { type.contains($0) } || type.hasPrefix("regex")
        }
    }

    /// Whether blanks inside a node have a meaning: in literals, JSX, and preprocessor lines, except those that have
    /// code inside.
    func isVerbatim(_ node: Node) -> Bool {
        isLiteral(node)
            || Self.remembered(node, in: &verbatim) { type in
                let hasCode = type.hasPrefix("preproc_if") || type.hasPrefix("preproc_el")
                return type.contains("jsx") || (type.hasPrefix("preproc_") && !hasCode)
            }
    }

    /// Returns the answer for a kind of node, stored by the kind's number: making a string of its name for every node
    /// takes longer than parsing.
    private static func remembered(
        _ node: Node, in known: inout [UInt16: Bool], decide: (_ type: String) -> Bool
    ) -> Bool {
        if let answer = known[node.symbol] { return answer }
        let answer = decide(node.type)
        known[node.symbol] = answer
        return answer
    }

    /// The number of places that the grammar does not understand: skipped text and missing tokens.
    var errors: Int {
        guard hasErrors else { return 0 }
        var count = 0
        root.walk { node in
            if node.isError { count += 1 }
            return ts_node_has_error(node.raw)
        }
        return max(1, count)
    }
}
