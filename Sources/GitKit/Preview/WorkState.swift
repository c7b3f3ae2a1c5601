/// What stands in a worktree, or in a branch: a commit and, on top of it, everything uncommitted that git does not ignore.
package struct WorkState: Equatable, Sendable {
    /// Where it is; nil for a branch.
    package let worktree: String?
    /// The branch that is checked out; nil when HEAD is detached.
    package let branch: String?
    /// The full id.
    package let commit: String
    /// Sorted by path. Files that git ignores, repositories inside, and what flags hide from `git status` are not looked at.
    package let changes: [WorkChange]

    package var isDirty: Bool { !changes.isEmpty }

    /// A branch or another commit.
    package static func commit(_ commit: String, branch: String?) -> WorkState {
        WorkState(worktree: nil, branch: branch, commit: commit, changes: [])
    }

    /// The same for states that a merge cannot tell apart, another for others.
    /// - Parameter tree: of the commit.
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
