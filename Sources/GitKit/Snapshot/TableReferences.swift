internal import Exec
internal import GitProgram
internal import Glibc
internal import HookCore

/// A worktree's own references but HEAD, where they lie in tables (reftable): there are no files of theirs then.
enum TableReferences {
    struct Reference {
        let name: String
        /// An object id, or `ref:` and the reference that it stands for.
        let value: String
    }

    /// Those of the worktree that `git` is bound to, or others; none where references are files.
    static func list(
        _ git: Git, gitDirectory: String, where isWanted: (String) -> Bool = isOfWorktree
    ) throws(ParallelError) -> [Reference] {
        guard areUsed(gitDirectory: gitDirectory) else { return [] }
        // A git that knows tables has this option.
        let format = "%(refname) %(objectname) %(symref)"
        let listed = try git.line(["for-each-ref", "--include-root-refs", "--format=\(format)"])
        return listed.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 2, isWanted(words[0]) else { return nil }
            return Reference(name: words[0], value: words.count > 2 ? "ref:" + words[2] : words[1])
        }
    }

    static func areUsed(gitDirectory: String) -> Bool { access(gitDirectory + "/reftable", F_OK) == 0 }

    /// The pseudo references, and what git-worktree(1) names under "REFS".
    static func isOfWorktree(_ reference: String) -> Bool {
        if !reference.hasPrefix("refs/") { return reference != "HEAD" }
        return ["refs/bisect/", "refs/worktree/", "refs/rewritten/"].contains(where: reference.hasPrefix)
    }

    /// NUL-separated: `<value> <name>` of each.
    static func bytes(_ references: [Reference]) -> [UInt8] {
        references.flatMap { Array("\($0.value) \($0.name)".utf8) + [0] }
    }

    /// Makes the references again that `bytes` has written.
    /// - Returns: whether all could be made.
    static func restore(_ bytes: [UInt8], with git: Git) throws(ParallelError) -> Bool {
        var isWhole = true
        for field in ZeroSeparated.fields(bytes) {
            let words = String(decoding: field, as: UTF8.self).split(separator: " ").map(String.init)
            guard words.count == 2, isOfWorktree(words[1]) else { continue }
            let arguments =
                words[0].hasPrefix("ref:")
                ? ["symbolic-ref", words[1], String(words[0].dropFirst("ref:".count))]
                : ["update-ref", "--no-deref", words[1], words[0]]
            isWhole = try git.result(arguments).status.isSuccess && isWhole
        }
        return isWhole
    }
}
