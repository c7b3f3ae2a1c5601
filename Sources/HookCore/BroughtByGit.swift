/// How much of what changed while a line of shell ran git has brought, by the words of the line: a merge, a checkout, a pull or
/// a popped stash changes files, but the session has edited none.
package enum BroughtByGit: Hashable, Sendable {
    case nothing
    /// Nothing else in the line writes.
    case everything
    /// What is now as the commit at HEAD has it; `commits`: but for what that commit itself has changed.
    case committed(commits: Bool)

    private static let bringing: Set<String> = [
        "merge", "pull", "checkout", "switch", "rebase", "cherry-pick", "revert", "reset", "restore", "stash",
        "read-tree",
        "bisect", "am", "submodule",
    ]
    /// Verbs of git that edit.
    private static let editing: Set<String> = ["apply", "mv", "rm", "commit"]
    /// Programs that write no file (their output may be redirected).
    private static let reading: Set<String> = [
        "echo", "printf", "true", "false", ":", "test", "[", "[[", "ls", "cat", "head", "tail", "grep", "rg", "wc",
        "sleep",
        "pwd", "sort", "cut", "tr", "jq", "diff", "date", "which", "set", "exit", "return", "wait",
    ]

    /// - Parameter directory: where the shell starts.
    package static func of(_ text: String, at directory: String) -> BroughtByGit {
        guard bringing.contains(where: text.contains) else { return .nothing }
        let calls = ShellCall.all(in: text, at: directory)
        let verbs = Set(calls.compactMap { GitCall($0)?.verb })
        guard !verbs.isDisjoint(with: bringing) else { return .nothing }
        let isPure = calls.allSatisfy { $0.name == "git" || reading.contains($0.name) }
        if isPure, verbs.isDisjoint(with: editing), !writesFile(text) { return .everything }
        return .committed(commits: verbs.contains("commit"))
    }

    /// A redirection to anything but a descriptor or `/dev/null`; also where a `>` only looks like one.
    private static func writesFile(_ text: String) -> Bool {
        text.split(separator: ">", omittingEmptySubsequences: false).dropFirst().contains { rest in
            let target = rest.drop { $0 == " " }
            return !target.isEmpty && !target.hasPrefix("&") && !target.hasPrefix("/dev/null")
        }
    }
}
