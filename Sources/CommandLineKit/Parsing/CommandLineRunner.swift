/// The entry point: parses a command line, without printing, exiting or reading anything.
package enum CommandLineRunner {
    /// Parses a command line.
    ///
    /// The position of `--help` and `--version` decides whose they are: before a subcommand's name they are the
    /// group's, after it the subcommand's own, so that a subcommand may have a `--version <v>` of its own. A command
    /// with subcommands also has `help [command…]`. When a line is wrong but asks for help further on, it gets help.
    ///
    /// - Parameters:
    ///   - root: the program.
    ///   - arguments: the arguments without the program's name.
    package static func parse(root: any ParsableCommand.Type, arguments: [String]) -> ParseOutcome {
        var path = CommandPath(root: root)
        var commands: [any ParsableCommand] = []
        var rest = arguments[...]
        while true {
            let command = path.leaf.init()
            commands.append(command)
            var level = CommandLevelParser(command: command, path: path, arguments: rest)
            do {
                switch try level.parse() {
                case .complete: return finish(commands, at: path, arguments: arguments)
                case .help: return .help(path)
                case .version: return .version(path.leaf.configuration.version, path)
                case .helpCommand(let words):
                    let (asked, rest) = try HelpCommand.resolve(words, from: path)
                    if asked.leaf.configuration.hasHelp { return .help(asked) }
                    return parse(root: root, arguments: asked.names.dropFirst() + rest + ["--help"])
                case .subcommand(let type, let typed):
                    path = path.appending(type, typed: typed)
                    rest = level.rest
                }
            } catch {
                if level.asksForHelp { return .help(path) }
                return .failure(ParseFailure(error: error, path: path, arguments: arguments))
            }
        }
    }

    /// Runs the checks of all commands on the path, the program's first.
    private static func finish(
        _ parsed: [any ParsableCommand], at path: CommandPath, arguments: [String]
    ) -> ParseOutcome {
        var commands = parsed
        do {
            for index in commands.indices {
                try ArgumentSet.validateGroups(of: commands[index])
                try commands[index].validate()
            }
        } catch CleanExit.helpRequest(let command) {
            return .help(command.flatMap(path.path(to:)) ?? path)
        } catch let error as ValidationError {
            return .failure(ParseFailure(error: UsageError.validation(error), path: path, arguments: arguments))
        } catch {
            return .failure(ParseFailure(error: error, path: path, arguments: arguments))
        }
        let leaf = commands.removeLast()
        return .command(ParsedCommand(path: path, parents: commands, command: leaf))
    }
}
