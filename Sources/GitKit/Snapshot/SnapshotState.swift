internal import Glibc
internal import HookCore

/// The state tree of a rescue: what a working tree alone cannot say.
///
///     index              the raw index file
///     sharedindex.<id>   its other half, when it was split
///     stages/<n>/…       every entry of the index by stage, which also keeps the blobs
///     git-dir/…          operation in progress, reflogs, per-worktree references
///     raw                NUL-separated: paths stored past the filters
///     permissions        NUL-separated: of each of these, in octal
///     removed            NUL-separated: index paths that the working tree does not have
struct SnapshotState {
    let gitDirectory: String
    let git: Git
    let blobs: BlobWriter

    /// The `--index-info` records of the state tree.
    func records(entries: [IndexEntry], changes: SnapshotChanges) throws(ParallelError) -> [UInt8] {
        var records: [UInt8] = entries.flatMap { $0.indexInfo(prefix: "stages/\($0.stage)/", stage: 0) }
        records += try file("raw", changes.files.flatMap { $0.path + [0] })
        records += try file("permissions", changes.files.flatMap { Array(String($0.permissions, radix: 8).utf8) + [0] })
        let stored = Set(changes.files.map(\.path))
        records += try file("removed", changes.replaced.subtracting(stored).flatMap { $0 + [0] })
        if let index = WholeFile.read(gitDirectory + "/index") { records += try file("index", index) }
        for name in WorktreeStateFiles.paths(in: gitDirectory) {
            guard let bytes = WholeFile.read(gitDirectory + "/" + name) else { continue }
            let place = name.hasPrefix("sharedindex.") ? name : "git-dir/" + name
            if !name.hasPrefix(PrivateIndex.prefix) { records += try file(place, bytes) }
        }
        return records
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws(ParallelError) -> [UInt8] {
        IndexEntry(mode: "100644", id: try blobs.write(bytes), path: Array(name.utf8)).indexInfo()
    }
}
