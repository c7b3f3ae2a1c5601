internal import HookCore

/// A program that a line of shell would run.
struct ShellCall: Hashable, Sendable {
    /// The name without the directory of the program.
    let name: String
    let arguments: [CommandWord]
    /// The directory where the program would run; nil where that cannot be determined.
    let directory: ShellPath?
    /// The directory where the shell begins.
    let start: String
    /// The variables that the line sets for the program.
    let environment: [String: CommandWord]
}
