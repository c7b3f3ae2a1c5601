/// The request that a command line makes.
package enum ParseOutcome {
    /// The command line asks to run a command.
    case command(ParsedCommand)
    /// The command line asks for the help of a command.
    case help(CommandPath)
    /// The command line asks for the version of the command at the path.
    case version(String, CommandPath)
    /// The command line is wrong.
    case failure(ParseFailure)
}
