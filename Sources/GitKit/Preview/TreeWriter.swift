internal import CLibGit2
internal import HookCore

/// Writes a tree with some paths changed into the scratch folder.
struct TreeWriter {
    let store: ObjectStore

    /// - Parameter changes: sorted by path; nil takes the path away.
    /// - Returns: the new tree.
    func tree(
        _ base: ObjectName, _ changes: [(path: ArraySlice<UInt8>, entry: TreeEntry?)]
    ) throws(LibGit2Repository.Failure) -> ObjectName {
        if let tree = try write(base, changes) { return tree }
        return try store.write([], GIT_OBJECT_TREE)
    }

    /// - Returns: nil for a directory that becomes empty: git has none.
    private func write(
        _ base: ObjectName?, _ changes: [(path: ArraySlice<UInt8>, entry: TreeEntry?)]
    ) throws(LibGit2Repository.Failure) -> ObjectName? {
        let old = try base.map { name throws(LibGit2Repository.Failure) in try store.tree(name) } ?? []
        var items = Dictionary(old.map { ($0.name, $0.entry) }) { $1 }
        var inside: [[UInt8]: [(path: ArraySlice<UInt8>, entry: TreeEntry?)]] = [:]
        for change in changes {
            if let slash = change.path.firstIndex(of: 0x2F) {
                inside[Array(change.path[..<slash]), default: []].append(
                    (change.path[(slash + 1)...], change.entry))
            } else {
                items[Array(change.path)] = change.entry
            }
        }
        for (name, rest) in inside {
            let present = items[name]
            let below = present?.isDirectory == true ? present?.name : nil
            let tree = try write(below, rest)
            if let tree {
                items[name] = TreeEntry(mode: TreeEntry.directory, name: tree)
            } else if below != nil {
                items[name] = nil
            }
        }
        if items.isEmpty { return nil }
        let sorted = items.map { NamedTreeEntry(name: $0.key, entry: $0.value) }.sorted { $0.precedes($1) }
        return try store.write(sorted.flatMap(\.bytes), GIT_OBJECT_TREE)
    }
}
