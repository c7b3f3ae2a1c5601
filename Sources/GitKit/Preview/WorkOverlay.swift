internal import HookCore

/// Lays uncommitted work over what was committed since a base.
struct WorkOverlay {
    let store: ObjectStore
    /// Of HEAD.
    let tree: ObjectName

    /// - Parameters:
    ///   - work: what the worktree has instead of HEAD.
    ///   - committed: from the base to HEAD.
    /// - Returns: from the base to the work.
    func add(_ work: [WorkChange], to committed: [PathChange]) throws(LibGit2Repository.Failure) -> [PathChange] {
        if work.isEmpty { return committed }
        var changes = Dictionary(committed.map { ($0.path, $0) }) { $1 }
        for change in work {
            let before =
                if let known = changes[change.path] { known.before } else { try entry(change.path[...], tree) }
            let after = change.content.flatMap { content in
                ObjectName(content.id).map { TreeEntry(mode: content.mode, name: $0) }
            }
            let isBack = before == after
            changes[change.path] = isBack ? nil : PathChange(path: change.path, before: before, after: after)
        }
        return Array(changes.values)
    }

    /// What HEAD has at a path; nil for nothing and for a directory.
    private func entry(
        _ path: ArraySlice<UInt8>, _ tree: ObjectName
    ) throws(LibGit2Repository.Failure) -> TreeEntry? {
        let slash = path.firstIndex(of: 0x2F)
        let name = path[..<(slash ?? path.endIndex)]
        guard let found = try store.tree(tree).first(where: { $0.name.elementsEqual(name) }) else { return nil }
        guard let slash else { return found.entry.isDirectory ? nil : found.entry }
        return found.entry.isDirectory ? try entry(path[(slash + 1)...], found.entry.name) : nil
    }
}
