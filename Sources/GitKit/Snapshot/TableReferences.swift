internal import Exec
internal import GitProgram
internal import Glibc
internal import HookCore

/// A worktree's own references except HEAD, in a repository that keeps references in tables (reftable). They have no
/// files there.
enum TableReferences {
    struct Reference {
        let name: String
        /// The value: an object id, or `ref:` and the reference that it stands for.
        let value: String
    }

    /// Returns the own references of the worktree that `git` is bound to, or the wanted ones; none where references are
    /// files.
    static func list(
        _ git: Git, gitDirectory: String, where isWanted: (String) -> Bool = isOfWorktree
    ) throws(ParallelError) -> [Reference] {
        guard areUsed(gitDirectory: gitDirectory) else { return [] }
        // A git that knows tables has this option.
        let format = "%(refname) %(objectname) %(symref)"
        let listed = try git.line(["for-each-ref", "--include-root-refs", "--format=\(format)"])
        return listed.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: " ").map(String.init)
            guard columns.count >= 2, isWanted(columns[0]) else { return nil }
            return Reference(name: columns[0], value: columns.count > 2 ? "ref:" + columns[2] : columns[1])
        }
    }

    static func areUsed(gitDirectory: String) -> Bool { access(gitDirectory + "/reftable", F_OK) == 0 }

    /// Whether a reference belongs to one worktree: a pseudoref, or one that git-worktree(1) names under "REFS".
    static func isOfWorktree(_ reference: String) -> Bool {
        if !FilePath.lies(reference, in: "refs") { return reference != "HEAD" }
        return ["refs/bisect", "refs/worktree", "refs/rewritten"].contains { FilePath.lies(reference, in: $0) }
    }

    /// Returns the references in the form `<value> <name>`, NUL-separated.
    static func bytes(_ references: [Reference]) -> [UInt8] {
        references.flatMap { Array("\($0.value) \($0.name)".utf8) + [0] }
    }

    /// Makes the references again from the form that `bytes` has.
    /// - Returns: whether all could be made.
    static func restore(_ bytes: [UInt8], with git: Git) throws(ParallelError) -> Bool {
        var isWhole = true
        for field in ZeroSeparated.fields(bytes) {
            let columns = String(decoding: field, as: UTF8.self).split(separator: " ").map(String.init)
            guard columns.count == 2, isOfWorktree(columns[1]) else { continue }
            let arguments =
                columns[0].hasPrefix("ref:")
                ? ["symbolic-ref", columns[1], String(columns[0].dropFirst("ref:".count))]
                : ["update-ref", "--no-deref", columns[1], columns[0]]
            isWhole = try git.result(arguments).status.isSuccess && isWhole
        }
        return isWhole
    }
}
