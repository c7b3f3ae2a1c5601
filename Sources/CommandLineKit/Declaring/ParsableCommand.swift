/// A command: its arguments, its description and its work.
package protocol ParsableCommand: ParsableArguments {
    /// The name, the texts and the subcommands.
    static var configuration: CommandConfiguration { get }

    /// Does the work.
    ///
    /// - Throws: `ExitCode`, `CleanExit`, `ValidationError`, or any error for the program to render.
    mutating func run() throws
}

extension ParsableCommand {
    /// An empty configuration.
    package static var configuration: CommandConfiguration { CommandConfiguration() }

    /// The name by which the command is called: the configured one, or the type's name in kebab case.
    package static var commandName: String { configuration.commandName ?? String(describing: self).kebabCased }
}
