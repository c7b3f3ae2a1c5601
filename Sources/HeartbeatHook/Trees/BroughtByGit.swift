internal import HookCore

/// The share of git in what changed while a line of shell ran, judged by the words of the line. A merge, a
/// checkout, a pull or a popped stash changes files, but the session has edited none.
enum BroughtByGit: Hashable, Sendable {
    case nothing
    /// All changes: nothing else in the line writes.
    case everything
    /// The files that are as the commit at HEAD has them, except those that the latest `commits` commits have changed.
    case committed(commits: Int)

    private static let bringing: Set<String> = [
        "merge", "pull", "checkout", "switch", "rebase", "cherry-pick", "revert", "reset", "restore", "stash",
        "read-tree",
        "bisect", "am", "submodule",
    ]
    /// Verbs that change no file, with any arguments.
    private static let harmless: Set<String> = [
        "fetch", "status", "log", "diff", "show", "add", "branch", "tag", "rev-parse", "rev-list", "remote", "push",
        "describe",
        "ls-files", "merge-base", "for-each-ref", "config", "blame", "shortlog", "reflog",
    ]
    /// Programs that write no file (their output may be redirected).
    private static let reading: Set<String> = [
        "echo", "printf", "true", "false", ":", "test", "[", "[[", "ls", "cat", "head", "tail", "grep", "rg", "wc",
        "sleep",
        "pwd", "cut", "tr", "jq", "diff", "which", "set", "exit", "return", "wait",
    ]

    /// - Parameters:
    ///   - directory: the directory where the shell starts.
    ///   - home: the value of `~`.
    static func of(_ text: String, at directory: String, home: String?) -> BroughtByGit {
        guard bringing.contains(where: text.contains) else { return .nothing }
        let calls = ShellReader.calls(in: text, at: directory, home: home)
        let gits = calls.compactMap { GitCall($0) }
        guard gits.contains(where: { bringing.contains($0.verb) }) else { return .nothing }
        let isPure = calls.allSatisfy { $0.name == "git" || reading.contains($0.name) }
        if isPure, gits.allSatisfy(bringsAtMost), !writesFile(text) { return .everything }
        return .committed(commits: gits.count { $0.verb == "commit" })
    }

    /// Whether a call only brings what others have committed or what was put aside. False for files that the session
    /// picks one by one, and for what a command of its own makes.
    private static func bringsAtMost(_ git: GitCall) -> Bool {
        if harmless.contains(git.verb) { return true }
        guard bringing.contains(git.verb) else { return false }
        switch git.verb {
        case "restore": return false
        case "checkout":
            return git.afterDashes?.isEmpty != false && !git.has("--pathspec-from-file", "-p", "--patch")
                && (git.operands.count < 2 || git.has("-b", "-B", "--orphan"))
        case "rebase": return !git.has("-x", "--exec", "-i", "--interactive")
        case "bisect": return git.operands.first?.text != "run"
        case "submodule": return git.operands.first?.text != "foreach"
        default: return true
        }
    }

    /// Whether there is a redirection to anything but a descriptor or `/dev/null`; true also where a `>` only looks
    /// like one.
    private static func writesFile(_ text: String) -> Bool {
        text.split(separator: ">", omittingEmptySubsequences: false).dropFirst().contains { rest in
            let target = rest.drop { $0 == " " }
            return !target.isEmpty && !target.hasPrefix("&") && !target.hasPrefix("/dev/null")
        }
    }
}
