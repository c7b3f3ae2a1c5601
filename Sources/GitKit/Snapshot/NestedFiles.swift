internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Finds the files of repositories that lie in a working tree: untracked ones, and submodules that are checked out and
/// have changed. A snapshot can take these files as untracked ones. Their history is not among them.
struct NestedFiles {
    let git: Git
    let workTree: String

    /// Returns the roots that git's status names, without slashes at their ends.
    static func roots(_ status: WorkTreeStatus, in workTree: String) -> [PathBytes] {
        status.entries.compactMap { entry in
            if entry.path.last == 0x2F { return entry.path.dropLast() }
            return entry.isGitlink && isRepository(entry.path, in: workTree) ? entry.path : nil
        }
    }

    private static func isRepository(_ path: PathBytes, in workTree: String) -> Bool {
        (try? WorkTreeFile.status(path + Array("/.git".utf8), in: workTree)) != nil
    }

    /// Returns the files of a repository, and of those in it, that nothing ignores. All files where git cannot read the
    /// repository.
    /// - Throws: `.unreadableFile`, `.cannotSpawn`, `.interrupted`.
    func list(_ root: PathBytes) throws(ParallelError) -> [PathBytes] {
        // A path that is not UTF-8 cannot be the directory of a child.
        let directory = workTree + "/" + root.display
        guard Array(directory.utf8) == Array(workTree.utf8) + [0x2F] + root else { return try all(below: root) }
        let inner = git.unbound(in: directory)
        let listed = try inner.result(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        guard listed.status.isSuccess else { return try all(below: root) }
        var found: [PathBytes] = []
        for name in Set(ZeroSeparated.fields(listed.output).map(Array.init)) {
            let path = root + [0x2F] + (name.last == 0x2F ? name.dropLast() : name[...])
            if try WorkTreeFile.find(path, in: workTree) != nil {
                found.append(path)
            } else if Self.isRepository(path, in: workTree) {
                found += try list(path)
            }
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func all(below directory: PathBytes) throws(ParallelError) -> [PathBytes] {
        var found: [PathBytes] = []
        for entry in try SavedDirectory.entries(directory, in: workTree) where entry.name.display != ".git" {
            let path = directory + [0x2F] + entry.name
            if try WorkTreeFile.find(path, in: workTree) != nil {
                found.append(path)
            } else if entry.kind == .directory || entry.kind == .unknown {
                found += try all(below: path)
            }
        }
        return found
    }
}
