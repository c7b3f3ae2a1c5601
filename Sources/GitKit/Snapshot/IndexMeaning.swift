internal import CLibGit2
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Compares two states of a worktree. They count as the same if they differ in nothing but the times, inodes and
/// similar data that the index keeps of files, which git renews by itself whenever it looks.
struct IndexMeaning {
    let git: Git

    /// Whether both states mean the same.
    /// - Parameter trees: the state trees of two rescues.
    func isSame(_ trees: (String, String)) throws(ParallelError) -> Bool {
        guard try others(trees.0) == others(trees.1) else { return false }
        guard let first = try meaning(trees.0), let second = try meaning(trees.1) else { return false }
        return first == second
    }

    private struct Meaning: Equatable {
        let flags: [UInt16]
        /// The entries, also those whose names git takes into no tree.
        let entries: [UInt8]
        let resolved: [UInt8]
    }

    /// Returns all but the raw index. The index entries are among them, stage by stage.
    private func others(_ tree: String) throws(ParallelError) -> [ArraySlice<UInt8>] {
        let entries = ZeroSeparated.fields(try git.run(["ls-tree", "-z", tree]).output)
        return entries.filter { !$0.suffix(6).elementsEqual("\tindex".utf8) }
    }

    /// Reads an index; nil where there is none, and for one that only git itself reads.
    private func meaning(_ tree: String) throws(ParallelError) -> Meaning? {
        let blob = try git.result(["cat-file", "blob", "\(tree):index"])
        guard blob.status.isSuccess, let directory = git.boundDirectory else { return nil }
        let path = "\(directory)/\(PrivateIndex.prefix)\(getpid())"
        defer { unlink(path) }
        try FileWriter.replace(path, with: blob.output, mode: 0o600)
        guard let index = try? IndexFile.read(path) else { return nil }
        let wanted = UInt16(GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue | GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue)
        let flags = (0..<index.count).flatMap { position -> [UInt16] in
            guard let entry = index.entry(position)?.pointee else { return [.max] }
            return [entry.flags & UInt16(GIT_INDEX_ENTRY_VALID.rawValue), entry.flags_extended & wanted]
        }
        let git = git.withIndex(path)
        return Meaning(
            flags: flags, entries: try git.run(["ls-files", "--stage", "-z"]).output,
            resolved: try git.run(["ls-files", "--resolve-undo", "-z"]).output)
    }
}
