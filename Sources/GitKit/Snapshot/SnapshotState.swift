internal import Files
internal import GitProgram
internal import HookCore

/// The state tree of a rescue: the state that a working tree alone does not show.
///
///     index              the raw index file
///     sharedindex.<id>   its other half, when it was split
///     stages/<n>/…       every entry of the index by stage, which also keeps the blobs
///     git-dir/…          operation in progress, reflogs, per-worktree references
///     raw                NUL-separated: paths stored past the filters
///     permissions        NUL-separated: of each of these, in octal
///     refused…           files whose names git refuses (`RefusedFiles`)
///     blobs/<id>         content of index entries whose names git refuses, and what it remembers of resolved conflicts
///     shown              NUL-separated: unchanged files that a skip-worktree flag would leave out
///     removed            NUL-separated: index paths that the working tree does not have
///     directories        their permissions (`DirectoryPermissions`)
///     filters            NUL-separated: the names of the filters that convert what git writes
///     references         the worktree's own, where they lie in tables (`TableReferences`)
struct SnapshotState {
    let source: SnapshotSource
    let git: Git
    let blobs: BlobWriter
    /// The files that the tree of the working tree could not hold.
    let refused: [IndexEntry]
    /// The unchanged files that a checkout would leave out because of a skip-worktree flag.
    let shown: [PathBytes]
    let resolveUndo: ResolveUndo

    /// Writes the state tree and compares it with the entries that it was made of.
    /// - Throws: `.unreadableFile` for an entry that it does not hold.
    func write(
        _ index: PrivateIndex, entries: [IndexEntry], changes: SnapshotChanges
    ) throws(ParallelError) -> String {
        let stages = entries.map { entry in
            IndexEntry(mode: entry.mode, id: entry.id, path: Array("stages/\(entry.stage)/".utf8) + entry.path)
        }
        let besides = try besides(entries, changes: changes)
        let tree = try index.tree(of: stages + besides)
        let missing = try RefusedFiles.missing(stages + besides, in: tree, with: git)
        if missing.isEmpty { return tree }
        // Another program made the index with such names. The raw index has the names, so only the content must be
        // kept.
        let names = Set(missing.map(\.path))
        let contents = Set(missing.filter { $0.mode != "160000" }.map(\.id)).map(Self.content)
        let meant = stages.filter { !names.contains($0.path) } + besides + contents
        let second = try index.tree(of: meant)
        if let lost = try RefusedFiles.missing(meant, in: second, with: git).first {
            throw ParallelError(
                .unreadableFile, operation: "save", subject: lost.path.display,
                message: "the rescue does not hold what it should")
        }
        return second
    }

    private func besides(_ entries: [IndexEntry], changes: SnapshotChanges) throws(ParallelError) -> [IndexEntry] {
        let names = Set(refused.map(\.path))
        let raw = changes.files.filter { !names.contains($0.path) }
        let stored = changes.privatePaths(.workTree).union(changes.files.map(\.path))
        let directories = DirectoryPermissions(
            leadingTo: stored.union(entries.map(\.path)), in: source.workTree)
        var found = [
            try file("raw", bytes: raw.flatMap { $0.path + [0] }),
            try file("permissions", bytes: raw.flatMap { Array(String($0.permissions, radix: 8).utf8) + [0] }),
            try file("removed", bytes: changes.replaced.subtracting(stored).flatMap { $0 + [0] }),
            try file("directories", bytes: directories.bytes),
        ]
        found += resolveUndo.blobs.map(Self.content)
        if !shown.isEmpty { found.append(try file("shown", bytes: shown.flatMap { $0 + [0] })) }
        if !refused.isEmpty {
            found.append(try file(RefusedFiles.listName, bytes: RefusedFiles.list(refused, files: changes.files)))
            found += RefusedFiles.entries(refused)
        }
        let filters = try ConversionFilters.writing(git).sorted()
        if !filters.isEmpty { found.append(try file("filters", bytes: filters.flatMap { Array($0.utf8) + [0] })) }
        let references = try TableReferences.list(git, gitDirectory: source.gitDirectory)
        if !references.isEmpty { found.append(try file("references", bytes: TableReferences.bytes(references))) }
        if let index = WholeFile.read(source.gitDirectory + "/index") { found.append(try file("index", bytes: index)) }
        for state in changes.stateFiles {
            guard let bytes = state.bytes(in: source.gitDirectory) else { continue }
            let path = state.path.display
            let name = path.hasPrefix("sharedindex.") && WorktreeStateFiles.isGits(path) ? path : "git-dir/" + path
            found.append(try file(name, bytes: bytes, mode: state.mode))
        }
        return found
    }

    private static func content(_ id: String) -> IndexEntry {
        IndexEntry(mode: "100644", id: id, path: Array("blobs/\(id)".utf8))
    }

    private func file(
        _ name: String, bytes: [UInt8], mode: String = "100644"
    ) throws(ParallelError) -> IndexEntry {
        IndexEntry(mode: mode, id: try blobs.write(bytes), path: Array(name.utf8))
    }
}
