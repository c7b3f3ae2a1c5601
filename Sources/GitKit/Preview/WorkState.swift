/// The state of a worktree, or of a branch: a commit and, on top of it, everything uncommitted that git does not
/// ignore.
package struct WorkState: Equatable, Sendable {
    /// The root of the worktree; nil for a branch.
    package let worktree: String?
    /// The branch that is checked out; nil when HEAD is detached.
    package let branch: String?
    /// The full id of the commit.
    package let commit: String
    /// The uncommitted changes, sorted by path. Files that git ignores, repositories inside, and files that flags hide
    /// from `git status` are left out.
    package let changes: [WorkChange]

    /// Whether there are uncommitted changes.
    package var isDirty: Bool { !changes.isEmpty }

    /// Returns the state of a branch or of another commit.
    package static func commit(_ commit: String, branch: String?) -> WorkState {
        WorkState(worktree: nil, branch: branch, commit: commit, changes: [])
    }

    /// Returns a key that is equal for states that a merge cannot tell apart, and different for all others.
    /// - Parameter tree: the tree of the commit.
    func key(tree: String) -> String {
        if changes.isEmpty { return tree }
        var bytes = Array(tree.utf8)
        for change in changes {
            let content = change.content.map { "\($0.mode) \($0.id)" } ?? "-"
            bytes += [0] + Array(content.utf8) + [0x20] + change.path
        }
        return ObjectID.ofBlob(bytes)?.hexadecimal ?? String(decoding: bytes, as: UTF8.self)
    }
}
