internal import HookCore

/// What differs between two trees. Directories that are the same are not looked into.
struct TreeComparison {
    private let store: ObjectStore
    private var changes: [PathChange] = []

    static func changes(
        from old: ObjectName, to new: ObjectName, _ store: ObjectStore
    ) throws(LibGit2Repository.Failure) -> [PathChange] {
        var comparison = TreeComparison(store)
        try comparison.compare(old, new, below: [])
        return comparison.changes
    }

    private init(_ store: ObjectStore) { self.store = store }

    private mutating func compare(
        _ old: ObjectName?, _ new: ObjectName?, below prefix: PathBytes
    ) throws(LibGit2Repository.Failure) {
        if old == new { return }
        let before = try old.map { name throws(LibGit2Repository.Failure) in try store.tree(name) } ?? []
        let after = try new.map { name throws(LibGit2Repository.Failure) in try store.tree(name) } ?? []
        var left = 0
        var right = 0
        while left < before.count || right < after.count {
            if right == after.count || (left < before.count && before[left].precedes(after[right])) {
                try add(before[left], nil, prefix)
                left += 1
            } else if left == before.count || after[right].precedes(before[left]) {
                try add(nil, after[right], prefix)
                right += 1
            } else {
                if before[left].entry != after[right].entry { try add(before[left], after[right], prefix) }
                left += 1
                right += 1
            }
        }
    }

    /// Both are directories or none is, where there are both: git sorts a file and a directory of one name apart.
    private mutating func add(
        _ old: NamedTreeEntry?, _ new: NamedTreeEntry?, _ prefix: PathBytes
    ) throws(LibGit2Repository.Failure) {
        guard let item = old ?? new else { return }
        let path = prefix + item.name
        if item.entry.isDirectory {
            try compare(old?.entry.name, new?.entry.name, below: path + [0x2F])
        } else {
            changes.append(PathChange(path: path, before: old?.entry, after: new?.entry))
        }
    }
}
