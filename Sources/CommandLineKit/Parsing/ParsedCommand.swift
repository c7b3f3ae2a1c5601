/// A command line that was understood, with the command to run.
package struct ParsedCommand {
    /// The path of the command.
    package let path: CommandPath
    /// The commands above, filled and validated, the program first; they hold options that stand before a subcommand.
    package let parents: [any ParsableCommand]
    /// The command itself, filled and validated. Run it on a variable copy: `run()` is mutating.
    package let command: any ParsableCommand
}
