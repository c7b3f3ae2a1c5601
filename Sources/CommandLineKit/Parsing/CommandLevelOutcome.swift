/// What the arguments of one command lead to.
enum CommandLevelOutcome {
    /// All arguments are understood: this is the command to run.
    case complete
    /// A subcommand gets what is left. `typed` is `nil` when it was chosen by default.
    case subcommand(any ParsableCommand.Type, typed: String?)
    /// The help of this command.
    case help
    /// The version of this command.
    case version
    /// `help`, followed by these words.
    case helpCommand(ArraySlice<String>)
}
