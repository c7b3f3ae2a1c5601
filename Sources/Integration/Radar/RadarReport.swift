internal import Coordinator
internal import HookCore

/// All nodes and all pairs of them, as they were at one time.
package struct RadarReport: Equatable, Sendable {
    /// The common git directory.
    package let repository: String
    /// The name of the branch that all are merged into; nil where there is none.
    package let target: String?
    /// Worktrees, the main checkout first, then the target.
    package let nodes: [RadarNode]
    /// Each two once, in the order of the nodes.
    package let pairs: [RadarPair]

    package var conflicts: [RadarPair] { pairs.filter { $0.state == .conflict } }

    package var errors: [RadarPair] { pairs.filter { $0.state == .error } }

    package func node(_ id: String) -> RadarNode? { nodes.first { $0.id == id } }

    package func pair(one: String, other: String) -> RadarPair? {
        pairs.first { ($0.a == one && $0.b == other) || ($0.a == other && $0.b == one) }
    }
}
