/// A command: arguments, a description, and something to do.
package protocol ParsableCommand: ParsableArguments {
    /// Name, words and subcommands.
    static var configuration: CommandConfiguration { get }

    /// Does the work.
    ///
    /// - Throws: `ExitCode`, `CleanExit`, `ValidationError`, or any error for the program to render.
    mutating func run() throws
}

extension ParsableCommand {
    package static var configuration: CommandConfiguration { CommandConfiguration() }

    /// The name by which the command is called: the configured one, or the type's in kebab case.
    package static var commandName: String { configuration.commandName ?? String(describing: self).kebabCased }
}
