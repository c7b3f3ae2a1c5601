internal import HookCore

/// Compares and looks into trees, reading only what differs.
struct TreeReader {
    let objects: any ObjectSource

    /// All paths at which two trees differ, directories opened up, in git's order.
    /// - Parameters: nil is the empty tree.
    func changes(from old: ObjectID?, to new: ObjectID?) throws(ParallelError) -> [TreeChange] {
        var changes: [TreeChange] = []
        try compare(old, new, at: [], &changes)
        return changes
    }

    private func compare(
        _ old: ObjectID?, _ new: ObjectID?, at prefix: PathBytes, _ changes: inout [TreeChange]
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
            try add(path, order <= 0 ? left.item : nil, order >= 0 ? right.item : nil, &changes)
            if order <= 0 { left.advance() }
            if order >= 0 { right.advance() }
        }
        guard !left.isBroken, !right.isBroken else {
            throw ParallelError(
                .objectMissing, operation: "read tree", subject: (left.isBroken ? old : new)?.hexadecimal ?? "",
                message: "it is not readable as a tree")
        }
    }

    private func add(
        _ path: PathBytes, _ old: TreeValue?, _ new: TreeValue?, _ changes: inout [TreeChange]
    ) throws(ParallelError) {
        // In git's order a directory never meets a file of the same name.
        if old?.isDirectory ?? false || new?.isDirectory ?? false {
            return try compare(old?.id, new?.id, at: path + [0x2F], &changes)
        }
        changes.append(TreeChange(path: path, old: old, new: new))
    }

    private func cursor(_ tree: ObjectID?) throws(ParallelError) -> TreeCursor {
        guard let tree else { return TreeCursor([], idLength: 20) }
        return TreeCursor(try objects.read(tree, .tree), idLength: tree.count)
    }

    /// What stands at a path; nil where nothing does.
    func item(at path: PathBytes, in tree: ObjectID) throws(ParallelError) -> TreeValue? {
        var place = tree
        let names = path.split(separator: 0x2F)
        for (depth, name) in names.enumerated() {
            var cursor = try cursor(place)
            while !cursor.isAtEnd, cursor.nameBytes != name { cursor.advance() }
            guard !cursor.isAtEnd, let item = cursor.item else { return nil }
            if depth == names.count - 1 { return item.isDirectory ? nil : item }
            guard item.isDirectory else { return nil }
            place = item.id
        }
        return nil
    }
}
