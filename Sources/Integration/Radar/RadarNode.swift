internal import Coordinator
package import HookCore

/// One of those that the radar compares: a worktree with its uncommitted work, or the branch that all are merged into.
package struct RadarNode: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case worktree
        case target
    }

    /// The worktree's root, or the target's full reference.
    package let id: String
    package let kind: Kind
    /// nil when HEAD is detached, or when it is not known.
    package let branch: String?
    /// The worktree's root; nil for the target.
    package let path: String?
    /// The full id of its commit; nil when it is not known.
    package let head: String?
    /// Whether there is uncommitted work; nil when it is not known.
    package let isDirty: Bool?
    /// Why nothing is known of it.
    package let error: ParallelError?

    /// What people call it: the branch, else the last part of the path.
    package var name: String { branch ?? id.split(separator: "/").last.map(String.init) ?? id }
}
