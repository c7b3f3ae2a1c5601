// Swift attributes `dirent` to this module because its headers are read first.
internal import CLibGit2
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Files that somebody has put where the index has a submodule that is not checked out. `git status` says nothing of them.
struct GitlinkFiles {
    let git: Git
    let workTree: String
    /// What is known of the index.
    let survey: IndexSurvey?

    /// By the submodule's path; none for a submodule without files, and for one that is a repository.
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
        guard let stream = opendir(directory.absolute(in: workTree)) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw ParallelError(
                .unreadableFile, operation: "save", subject: workTree + "/" + directory.display,
                message: "the directory cannot be read", cause: String(cString: strerror(errno)))
        }
        defer { closedir(stream) }
        var files: [PathBytes] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if [".", ".."].contains(name.display) { continue }
            // That is a repository, which is looked for elsewhere and keeps the worktree.
            if name.display == ".git" { return [] }
            let path = directory + [0x2F] + name
            if try WorkTreeFile.look(path, in: workTree) != nil {
                files.append(path)
            } else {
                files += try self.files(below: path)
            }
        }
        return files
    }
}
