/// What a command line asks for.
package enum ParseOutcome {
    /// To run a command.
    case command(ParsedCommand)
    /// To show the help of a command.
    case help(CommandPath)
    /// To show the version of the command at the path.
    case version(String, CommandPath)
    /// Nothing that can be done.
    case failure(ParseFailure)
}
