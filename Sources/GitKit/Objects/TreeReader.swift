internal import Files
internal import HookCore

/// Compares and searches trees. Reads only subtrees that differ.
struct TreeReader {
    let objects: any ObjectSource

    /// Returns all paths at which two trees differ, directories opened up, in git's order.
    /// - Parameters:
    ///   - old: a tree; nil is the empty tree.
    ///   - new: the other tree; nil is the empty tree.
    func changes(from old: ObjectID?, to new: ObjectID?) throws(ParallelError) -> [PathChange] {
        var changes: [PathChange] = []
        try compare(old: old, new: new, at: [], into: &changes)
        return changes
    }

    private func compare(
        old: ObjectID?, new: ObjectID?, at prefix: PathBytes, into changes: inout [PathChange]
    ) throws(ParallelError) {
        if old == new { return }
        var left = try cursor(old)
        var right = try cursor(new)
        while !left.isAtEnd || !right.isAtEnd {
            let order = left.isAtEnd ? 1 : right.isAtEnd ? -1 : left.compare(right)
            if order == 0, left.equals(right) {
                left.advance()
                right.advance()
                continue
            }
            let path = prefix + (order <= 0 ? left : right).nameBytes
            try add(path, old: order <= 0 ? left.entry : nil, new: order >= 0 ? right.entry : nil, into: &changes)
            if order <= 0 { left.advance() }
            if order >= 0 { right.advance() }
        }
        guard !left.isBroken, !right.isBroken else { throw Self.broken(left.isBroken ? old : new) }
    }

    private func add(
        _ path: PathBytes, old: TreeEntry?, new: TreeEntry?, into changes: inout [PathChange]
    ) throws(ParallelError) {
        // In git's order a directory never meets a file of the same name.
        if old?.isDirectory ?? false || new?.isDirectory ?? false {
            return try compare(old: old?.id, new: new?.id, at: path + [0x2F], into: &changes)
        }
        changes.append(PathChange(path: path, old: old, new: new))
    }

    private func cursor(_ tree: ObjectID?) throws(ParallelError) -> TreeCursor {
        guard let tree else { return TreeCursor([], idLength: 20) }
        return TreeCursor(try objects.read(tree, kind: .tree), idLength: tree.count)
    }

    /// Returns the entries of one tree by name.
    /// - Parameter tree: a tree; nil is the empty tree.
    func entries(of tree: ObjectID?) throws(ParallelError) -> [PathBytes: TreeEntry] {
        var entries: [PathBytes: TreeEntry] = [:]
        var cursor = try cursor(tree)
        while !cursor.isAtEnd {
            entries[Array(cursor.nameBytes)] = cursor.entry
            cursor.advance()
        }
        guard !cursor.isBroken else { throw Self.broken(tree) }
        return entries
    }

    /// Returns the entry at a path; nil where there is none, and for a directory.
    func entry(at path: PathBytes, in tree: ObjectID) throws(ParallelError) -> TreeEntry? {
        var directory = tree
        let names = path.split(separator: 0x2F)
        for (depth, name) in names.enumerated() {
            var cursor = try cursor(directory)
            while !cursor.isAtEnd, cursor.nameBytes != name { cursor.advance() }
            guard !cursor.isBroken else { throw Self.broken(directory) }
            guard !cursor.isAtEnd, let entry = cursor.entry else { return nil }
            if depth == names.count - 1 { return entry.isDirectory ? nil : entry }
            guard entry.isDirectory else { return nil }
            directory = entry.id
        }
        return nil
    }

    private static func broken(_ tree: ObjectID?) -> ParallelError {
        ParallelError(
            .objectMissing, operation: "read tree", subject: tree?.hexadecimal ?? "",
            message: "it is not readable as a tree")
    }
}
