internal import Coordinator
package import HookCore

/// A state that the radar compares: a worktree with its uncommitted work, or the branch that all are merged into.
package struct RadarNode: Equatable, Sendable {
    /// The two kinds of nodes.
    package enum Kind: String, Sendable {
        case worktree
        case target
    }

    /// The worktree's root, or the target's full reference.
    package let id: String
    /// Whether it is a worktree or the target.
    package let kind: Kind
    /// The branch's short name; nil when HEAD is detached, and when it is unknown.
    package let branch: String?
    /// The worktree's root; nil for the target.
    package let path: String?
    /// The full id of its commit; nil when it is unknown.
    package let head: String?
    /// Whether there is uncommitted work; nil when it is unknown.
    package let isDirty: Bool?
    /// The reason why nothing is known of it; nil when it is known.
    package let error: ParallelError?

    /// The name that people use: the branch, or the last part of the path.
    package var name: String { branch ?? FilePath.parts(of: id).last.map(String.init) ?? id }
}
