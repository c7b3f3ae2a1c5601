internal import Files
internal import GitProgram
internal import HookCore

extension Git {
    /// Returns files that a move of the checkout at `directory` would overwrite or delete, and whose bytes differ from
    /// those that git would check out for the commit that it leaves, even if `git status` does not name them. A clean
    /// filter, `ident`, line ends, a flag, unchanged times or a file system monitor can hide them.
    func hiddenChanges(_ changes: [ChangedFile]) throws(ParallelError) -> [PathBytes] {
        let entries = changes.compactMap { file in
            file.old.map { IndexEntry(mode: $0.mode, id: $0.id, path: file.path) }
        }
        let files = entries.filter { $0.mode != "160000" }
        return try CheckoutComparison(git: self, workTree: directory).differing(files)
    }
}
