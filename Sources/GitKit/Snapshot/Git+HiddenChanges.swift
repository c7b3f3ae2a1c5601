package import Files
package import GitProgram
package import HookCore

extension Git {
    /// Returns files that a move of the checkout at `directory` would overwrite or delete, and whose bytes differ from
    /// those that git would check out for the commit `old`, even if `git status` does not name them. A clean filter,
    /// `ident`, line ends, a flag, unchanged times or a file system monitor can hide them.
    package func hiddenChanges(from old: String, to new: String) throws(ParallelError) -> [PathBytes] {
        let entries = try changedFiles(from: old, to: new).compactMap { file in
            file.old.map { IndexEntry(mode: $0.mode, id: $0.id, path: file.path) }
        }
        let files = entries.filter { $0.mode != "160000" }
        return try CheckoutComparison(git: self, workTree: directory).differing(files)
    }
}
