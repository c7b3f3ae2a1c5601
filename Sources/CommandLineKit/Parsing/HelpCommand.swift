/// The `help [command…]` that every command with subcommands has.
enum HelpCommand {
    static let name = "help"

    /// Returns the outcome for the words after `help`: the help of the command that they name. `--help` and `-h` among
    /// them are ignored. A command without help gets the rest of the words, with `--help`.
    static func outcome(_ words: ArraySlice<String>, from start: CommandPath) throws(UsageError) -> ParseOutcome {
        var rest = words.filter { $0 != "--help" && $0 != "-h" }[...]
        let path = try resolve(&rest, from: start)
        if path.leaf.configuration.hasHelp { return .help(path) }
        return CommandLineRunner.parse(root: path.root, arguments: path.names.dropFirst() + rest + ["--help"])
    }

    /// Takes the words of the command that is named.
    private static func resolve(
        _ rest: inout ArraySlice<String>, from start: CommandPath
    ) throws(UsageError) -> CommandPath {
        var path = start
        while path.leaf.configuration.hasHelp, let word = rest.popFirst() {
            if word.hasPrefix("-") && word.count > 1 {
                throw .unknownOption(word, in: ArgumentSet(of: path.leaf.init()), of: path)
            }
            if word == name && path.subcommand(called: name) == nil { continue }
            guard let next = path.subcommand(called: word) else { throw .unknownCommand(word, in: path) }
            path = path.appending(next, typed: word)
        }
        return path
    }
}
