internal import HookCore

/// A change that a shell command would make to a repository's stash.
struct StashAct: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Puts an entry on top.
        case push
        /// Takes the entry with this number away; nil where the number cannot be determined.
        case take(Int?)
        /// Takes all entries away.
        case clear
    }

    let kind: Kind
    /// The absolute path of the directory where git would run.
    let directory: String
    /// The command as it is typed: `git stash pop`.
    let command: String

    /// The changes by the programs of a line of shell, in the order in which they would run.
    static func find(in calls: [ShellCall]) -> [StashAct] {
        calls.flatMap { call in GitCall(call).map { StashReader($0, start: call.start).acts } ?? [] }
    }
}
