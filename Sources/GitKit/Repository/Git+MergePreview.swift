internal import Exec
internal import Glibc
package import HookCore

extension Git {
    /// Whether one commit can be merged into another without a conflict, in git's own judgement, and the files that conflict:
    /// very rarely none although there is a conflict. Both are full ids. Writes nothing into the repository.
    /// - Throws: `.gitFailed`, also for a git that cannot merge without a worktree (before 2.38); `.cannotWrite`.
    package func previewMerge(
        of commit: String, into other: String
    ) throws(ParallelError) -> (isClean: Bool, files: [PathBytes]) {
        let common = try line(["rev-parse", "--path-format=absolute", "--git-common-dir"])
        var name = Array("\(variable("TMPDIR") ?? "/tmp")/parallel-cc-merge.XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw ParallelError(
                .gitFailed, operation: "preview merge", message: "no folder for temporary objects can be made",
                cause: String(cString: strerror(errno)))
        }
        let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? TreeDeletion.delete(folder) }
        let answer = try ScratchObjects(folder, commonDirectory: common).joined(to: self).run(
            ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", other, commit], statuses: [0, 1])
        // The tree's id comes first; an empty field ends the names.
        let names = ZeroSeparated.fields(answer.output).dropFirst().prefix { !$0.isEmpty }
        return (answer.status.isSuccess, answer.status.isSuccess ? [] : names.map { Array($0) })
    }
}
