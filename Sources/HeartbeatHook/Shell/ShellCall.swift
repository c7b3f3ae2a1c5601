internal import HookCore

/// A program that a line of shell would run.
struct ShellCall: Hashable, Sendable {
    /// Without the directory it lies in.
    let name: String
    let arguments: [CommandWord]
    /// Where it would run; nil where that cannot be told.
    let directory: ShellPath?
    /// Where the shell begins.
    let start: String
    /// Variables that are set for it in the line.
    let environment: [String: CommandWord]
}
