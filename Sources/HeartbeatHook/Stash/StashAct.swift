internal import HookCore

/// What a shell command would do to a repository's stash.
struct StashAct: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Puts an entry on top.
        case push
        /// Takes the entry with this number away; nil: one that cannot be told.
        case take(Int?)
        /// Takes all away.
        case clear
    }

    let kind: Kind
    /// Absolute: where git would run.
    let directory: String
    /// As it is typed: `git stash pop`.
    let command: String

    /// Of programs in a line of shell, in the order in which they would run.
    static func find(in calls: [ShellCall]) -> [StashAct] {
        calls.flatMap { call in GitCall(call).map { StashReader($0, start: call.start).acts } ?? [] }
    }
}
