internal import Coordinator
internal import HookCore

/// All nodes and all pairs of them at one time.
package struct RadarReport: Equatable, Sendable {
    /// The common git directory.
    package let repository: String
    /// The name of the branch that all are merged into; nil for none.
    package let target: String?
    /// The worktrees, the main checkout first, and then the target.
    package let nodes: [RadarNode]
    /// The pairs, each once, in the order of the nodes.
    package let pairs: [RadarPair]

    /// The pairs that conflict.
    package var conflicts: [RadarPair] { pairs.filter { $0.state == .conflict } }

    /// The pairs whose result is unknown.
    package var errors: [RadarPair] { pairs.filter { $0.state == .error } }

    /// Returns the node with this id; nil for none.
    package func node(_ id: String) -> RadarNode? { nodes.first { $0.id.isSame(as: id) } }

    /// Returns the pair of two nodes in either order; nil for none.
    package func pair(one: String, other: String) -> RadarPair? {
        pairs.first { $0.isBetween(one, and: other) }
    }
}
