internal import Files
internal import HookCore

/// Merges the entries of one path in memory.
struct ContentMerge {
    enum Outcome {
        /// The merged entry; nil where the path is removed.
        case entry(TreeEntry?)
        /// The merged text of a file that both sides changed.
        case text(mode: UInt32, [UInt8])
        /// The sides conflict.
        case conflict
        /// The result is not known. There may be a rename, or a submodule; only a merge of the whole trees can tell.
        case unclear
    }

    let objects: any ObjectSource

    /// Makes sure that the objects are there which merging these paths reads.
    /// - Parameters:
    ///   - changes: the changes of their side against the base.
    ///   - trees: our tree, and the tree that the outcome is compared with.
    func prepare(_ changes: [PathChange], trees: [ObjectID]) throws(ParallelError) {
        try objects.prepare { () throws(ParallelError) in
            let reader = TreeReader(objects: objects)
            var ids: [ObjectID] = []
            for change in changes {
                var sides = [change.old, change.new]
                for tree in trees { sides.append(try reader.entry(at: change.path, in: tree)) }
                // If our entry equals the base, nothing is read.
                if sides[2] != change.old { ids += sides.compactMap { $0?.isBlob == true ? $0?.id : nil } }
            }
            return ids
        }
    }

    func merge(base: TreeEntry?, ours: TreeEntry?, theirs: TreeEntry?) throws(ParallelError) -> Outcome {
        if theirs == base || ours == theirs { return .entry(ours) }
        if ours == base { return .entry(theirs) }
        // Our side has removed or renamed the file.
        guard let ours else { return .unclear }
        // git takes the commit of a submodule that holds the other side's commit.
        if ours.mode == TreeEntry.submodule, theirs?.mode == TreeEntry.submodule { return .unclear }
        guard let theirs, ours.isFile, theirs.isFile, base?.isFile != false else { return .conflict }
        guard let mode = mode(base, ours: ours, theirs: theirs) else { return .conflict }
        if ours.id == theirs.id { return .entry(TreeEntry(mode: mode, id: ours.id)) }
        if let base, base.id == ours.id || base.id == theirs.id {
            return .entry(TreeEntry(mode: mode, id: base.id == ours.id ? theirs.id : ours.id))
        }
        var original: [UInt8] = []
        if let base { original = try objects.read(base.id, kind: .blob) }
        let merged = TextMerge.clean(
            base: original, ours: try objects.read(ours.id, kind: .blob),
            theirs: try objects.read(theirs.id, kind: .blob))
        return merged.map { .text(mode: mode, $0) } ?? .conflict
    }

    private func mode(_ base: TreeEntry?, ours: TreeEntry, theirs: TreeEntry) -> UInt32? {
        if ours.mode == theirs.mode || base?.mode == theirs.mode { return ours.mode }
        return base?.mode == ours.mode ? theirs.mode : nil
    }

    /// Whether an entry equals the outcome; nil where the outcome is unclear.
    func matches(_ outcome: Outcome, entry: TreeEntry?) throws(ParallelError) -> Bool? {
        switch outcome {
        case .entry(let merged): return merged == entry
        case .text(let mode, let text):
            guard let entry, entry.mode == mode else { return false }
            return try objects.read(entry.id, kind: .blob) == text
        case .conflict: return false
        case .unclear: return nil
        }
    }
}
