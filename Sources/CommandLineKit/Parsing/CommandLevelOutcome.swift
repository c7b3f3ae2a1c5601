/// The result of reading the arguments of one command.
enum CommandLevelOutcome {
    /// All arguments are understood: this is the command to run.
    case complete
    /// A subcommand gets the remaining arguments. `typed` is `nil` when it was chosen by default.
    case subcommand(any ParsableCommand.Type, typed: String?)
    /// The help of this command.
    case help
    /// The version of this command.
    case version
    /// The help of the command that these words after `help` name.
    case helpCommand(ArraySlice<String>)
}
