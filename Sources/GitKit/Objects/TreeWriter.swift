internal import Files
internal import HookCore

/// Writes changed trees into the scratch folder.
struct TreeWriter {
    let store: ObjectStore

    typealias Change = (path: ArraySlice<UInt8>, entry: TreeEntry?)

    /// Writes a tree that differs from `base` in some paths.
    /// - Parameter changes: the new entries; nil removes the path.
    /// - Returns: the new tree.
    func tree(_ base: ObjectID, changes: [Change]) throws(ParallelError) -> ObjectID {
        if let tree = try write(base, changes: changes) { return tree }
        return try store.write([], kind: .tree)
    }

    /// Writes one directory and all below it.
    /// - Returns: nil for a directory that becomes empty: git has none.
    private func write(_ base: ObjectID?, changes: [Change]) throws(ParallelError) -> ObjectID? {
        var items = try TreeReader(objects: store).entries(of: base)
        var inside: [[UInt8]: [Change]] = [:]
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
            let below = present?.isDirectory == true ? present?.id : nil
            let tree = try write(below, changes: rest)
            if let tree {
                items[name] = TreeEntry(mode: TreeEntry.directory, id: tree)
            } else if below != nil {
                items[name] = nil
            }
        }
        if items.isEmpty { return nil }
        return try store.write(Self.bytes(items), kind: .tree)
    }

    /// Returns the content of a tree object, sorted as git sorts: as if a slash followed the names of directories.
    private static func bytes(_ items: [[UInt8]: TreeEntry]) -> [UInt8] {
        let key = { (item: (key: PathBytes, value: TreeEntry)) -> PathBytes in
            item.value.isDirectory ? item.key + [0x2F] : item.key
        }
        var bytes: [UInt8] = []
        for (name, entry) in items.sorted(by: { key($0).lexicographicallyPrecedes(key($1)) }) {
            bytes += Array("\(String(entry.mode, radix: 8)) ".utf8) + name + [0] + entry.id.bytes
        }
        return bytes
    }
}
