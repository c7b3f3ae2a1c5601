internal import HookCore

/// Combines uncommitted work with the changes that were committed since a base.
struct WorkOverlay {
    let reader: TreeReader
    /// The tree of HEAD.
    let tree: ObjectID

    /// Combines the changes.
    /// - Parameters:
    ///   - work: the differences between the worktree and HEAD.
    ///   - committed: the changes from the base to HEAD.
    /// - Returns: the changes from the base to the work.
    func add(_ work: [WorkChange], to committed: [PathChange]) throws(ParallelError) -> [PathChange] {
        if work.isEmpty { return committed }
        var changes = Dictionary(committed.map { ($0.path, $0) }) { $1 }
        for change in work {
            let old =
                if let known = changes[change.path] { known.old } else { try reader.entry(at: change.path, in: tree) }
            let new = change.content.flatMap { content in
                ObjectID(content.id).map { TreeEntry(mode: content.mode, id: $0) }
            }
            let isBack = old == new
            changes[change.path] = isBack ? nil : PathChange(path: change.path, old: old, new: new)
        }
        return Array(changes.values)
    }
}
