internal import Exec
internal import Glibc
package import HookCore

extension Git {
    /// The files that conflict when one commit is merged into another, in git's own judgement; none when it would be clean.
    /// Both are full ids. Writes nothing into the repository.
    /// - Throws: `.gitFailed`, also for a git that cannot merge without a worktree (before 2.38).
    package func previewMerge(of commit: String, into other: String) throws(ParallelError) -> [PathBytes] {
        let common = try line(["rev-parse", "--path-format=absolute", "--git-common-dir"])
        var name = Array("\(variable("TMPDIR") ?? "/tmp")/parallel-cc-merge.XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw ParallelError(
                .gitFailed, operation: "preview merge", message: "no folder for temporary objects can be made",
                cause: String(cString: strerror(errno)))
        }
        let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? TreeDeletion.delete(folder) }
        let apart = with(["GIT_OBJECT_DIRECTORY": folder, "GIT_ALTERNATE_OBJECT_DIRECTORIES": common + "/objects"])
        let answer = try apart.run(
            ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", other, commit], statuses: [0, 1])
        if answer.status.isSuccess { return [] }
        // The tree's id comes first; an empty field ends the names.
        return ZeroSeparated.fields(answer.output).dropFirst().prefix { !$0.isEmpty }.map { Array($0) }
    }
}
