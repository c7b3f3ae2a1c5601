// Swift attributes `dirent` to this module because its headers are read first.
internal import CLibGit2
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Finds files that lie where the index has a submodule that is not checked out. `git status` does not name them.
struct GitlinkFiles {
    let git: Git
    let workTree: String
    /// The facts known of the index, if any.
    let survey: IndexSurvey?

    /// Returns the files by the submodule's path. Leaves out submodules without files, and those that are repositories.
    /// - Throws: `.unreadableFile` for a directory that cannot be read.
    func list() throws(ParallelError) -> [PathBytes: [PathBytes]] {
        if survey?.hasGitlinks == false { return [:] }
        var found: [PathBytes: [PathBytes]] = [:]
        for entry in try IndexEntry.list(git) where entry.mode == "160000" {
            let files = try files(below: entry.path)
            if !files.isEmpty { found[entry.path] = files }
        }
        return found
    }

    private func files(below directory: PathBytes) throws(ParallelError) -> [PathBytes] {
        let names = try SavedDirectory.entries(directory, in: workTree).map(\.name)
        // This is a repository. Other code looks for it, and keeps the worktree.
        if names.contains(where: { $0.display == ".git" }) { return [] }
        var files: [PathBytes] = []
        for name in names {
            let path = directory + [0x2F] + name
            if try WorkTreeFile.find(path, in: workTree) != nil {
                files.append(path)
            } else {
                files += try self.files(below: path)
            }
        }
        return files
    }
}
