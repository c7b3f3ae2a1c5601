internal import CTreeSitter

/// A node of a syntax tree, with the tree that it belongs to.
struct Node {
    let raw: TSNode
    let tree: SyntaxTree

    /// The grammar's name of this kind of node.
    var type: String { ts_node_type(raw).map { String(cString: $0) } ?? "" }
    var range: Range<Int> { Int(ts_node_start_byte(raw))..<Int(ts_node_end_byte(raw)) }
    var text: String { String(decoding: tree.bytes[range], as: UTF8.self) }
    /// The line at which the node begins, counted from 1.
    var line: Int { Int(ts_node_start_point(raw).row) + 1 }
    /// The grammar's number of this kind of node.
    var symbol: UInt16 { ts_node_symbol(raw) }
    var isLeaf: Bool { ts_node_child_count(raw) == 0 }
    var isNamed: Bool { ts_node_is_named(raw) }
    /// Whether the node stands outside the grammar proper, as comments do.
    var isComment: Bool { ts_node_is_extra(raw) && isNamed && !isError }
    /// Whether the node is text that was skipped, or a token that is missing.
    var isError: Bool { ts_node_is_missing(raw) || ts_node_symbol(raw) == UInt16.max }

    /// The direct children, punctuation left out.
    var namedChildren: [Node] {
        (0..<ts_node_named_child_count(raw)).map { Node(raw: ts_node_named_child(raw, $0), tree: tree) }
    }

    func child(_ field: String) -> Node? {
        let found = field.withCString { ts_node_child_by_field_name(raw, $0, UInt32(field.utf8.count)) }
        return ts_node_is_null(found) ? nil : Node(raw: found, tree: tree)
    }

    /// The node that it is a direct part of; nil for the whole file.
    var parent: Node? {
        let found = ts_node_parent(raw)
        return ts_node_is_null(found) ? nil : Node(raw: found, tree: tree)
    }

    /// Returns the first direct child of one of these kinds.
    func firstChild(_ types: Set<String>) -> Node? { namedChildren.first { types.contains($0.type) } }

    /// Visits this node and everything below it in the order of the text. It does not recurse: expressions may nest
    /// deeper than a stack.
    /// - Parameters:
    ///   - enter: whether to go on below the node.
    ///   - leave: called after the children of a node were visited, except for the first node.
    func walk(_ enter: (Node) -> Bool, leave: () -> Void = {}) {
        var cursor = ts_tree_cursor_new(raw)
        defer { ts_tree_cursor_delete(&cursor) }
        while true {
            let node = Node(raw: ts_tree_cursor_current_node(&cursor), tree: tree)
            if enter(node), ts_tree_cursor_goto_first_child(&cursor) { continue }
            while !ts_tree_cursor_goto_next_sibling(&cursor) {
                guard ts_tree_cursor_goto_parent(&cursor) else { return }
                leave()
            }
        }
    }
}
