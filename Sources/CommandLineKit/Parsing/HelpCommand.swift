/// The `help [command…]` that every command with subcommands has.
enum HelpCommand {
    static let name = "help"

    /// Returns the command that the words after `help` name. `--help` and `-h` among them are ignored.
    /// - Returns: also the words that are left where the command has no help: they are for the program that has.
    static func resolve(
        _ words: ArraySlice<String>, from start: CommandPath
    ) throws(UsageError) -> (path: CommandPath, rest: [String]) {
        var path = start
        var rest = words.filter { $0 != "--help" && $0 != "-h" }[...]
        while path.leaf.configuration.hasHelp, let word = rest.popFirst() {
            if word.hasPrefix("-") && word.count > 1 {
                throw .unknownOption(word, in: ArgumentSet(of: path.leaf.init()), of: path)
            }
            if word == name && path.subcommand(called: name) == nil { continue }
            guard let next = path.subcommand(called: word) else { throw .unknownCommand(word, in: path) }
            path = path.appending(next, typed: word)
        }
        return (path, Array(rest))
    }
}
