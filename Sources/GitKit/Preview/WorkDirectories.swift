// Swift attributes `dirent` to this module because its headers are read first.
internal import CLibGit2
internal import Exec
package import Files
package import GitProgram
internal import Glibc
package import HookCore

/// The directories of a worktree in which files that git does not ignore could change.
package struct WorkDirectories: Sendable {
    let git: Git
    /// The root of the worktree.
    let worktree: String

    /// A list for one worktree.
    /// - Parameter git: a git anywhere in the repository.
    package init(_ git: Git, worktree: String) {
        self.git = git.at(worktree)
        self.worktree = worktree
    }

    /// Returns all of them as absolute paths, the root included.
    /// - Returns: nil where the index cannot be read, or where the file system does not report changes.
    package func all(gitDirectory: String) throws(ParallelError) -> Set<PathBytes>? {
        guard !MountPoints.isRemote(worktree), let survey = IndexSurvey(gitDirectory: gitDirectory) else { return nil }
        let unwatched = TreeWatch.unwatched(worktree, directories: survey.directories).directories
        let untracked = unwatched.filter { $0 != Array(".git".utf8) }
        var found = Set(survey.directories.map(absolute))
        for path in try unignored(untracked) { collect(absolute(path), into: &found) }
        return found
    }

    /// Returns a new directory and those below it; none where git ignores it.
    /// - Parameter path: the absolute path of the directory.
    package func new(_ path: PathBytes) throws(ParallelError) -> Set<PathBytes> {
        let root = Array(worktree.utf8) + [0x2F]
        guard path.starts(with: root), path.last(where: { $0 == 0x2F }) != nil,
            !path.split(separator: 0x2F).contains(where: { $0.elementsEqual(".git".utf8) }),
            try !unignored([Array(path.dropFirst(root.count))]).isEmpty
        else { return [] }
        var found: Set<PathBytes> = []
        collect(path, into: &found)
        return found
    }

    private func absolute(_ path: PathBytes) -> PathBytes {
        path.isEmpty ? Array(worktree.utf8) : Array(worktree.utf8) + [0x2F] + path
    }

    private func unignored(_ paths: [PathBytes]) throws(ParallelError) -> [PathBytes] {
        guard !paths.isEmpty else { return [] }
        let input: [UInt8] = paths.flatMap { path -> [UInt8] in path + [0x2F, 0] }
        // Status 1: none of them is ignored.
        let answer = try git.run(["check-ignore", "-z", "--stdin"], input: input, statuses: [0, 1])
        let ignored = Set(ZeroSeparated.fields(answer.output).map { Array($0.last == 0x2F ? $0.dropLast() : $0) })
        return paths.filter { !ignored.contains($0) }
    }

    private func collect(_ path: PathBytes, into found: inout Set<PathBytes>) {
        guard let reader = try? DirectoryReader(Array(path.dropFirst()), in: "") else { return }
        found.insert(path)
        var names: [PathBytes] = []
        _ = reader.visit { name, kind in
            guard kind == .directory || kind == .unknown else { return }
            names.append(Array(UnsafeRawBufferPointer(start: name, count: strlen(name))))
        }
        for name in names where name.display != ".git" {
            var status = stat()
            let below = path + [0x2F] + name
            guard lstat((below + [0]).map { CChar(bitPattern: $0) }, &status) == 0, status.st_mode & S_IFMT == S_IFDIR
            else { continue }
            collect(below, into: &found)
        }
    }
}
