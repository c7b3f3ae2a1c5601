/// The `help [command…]` that every command with subcommands has.
enum HelpCommand {
    static let name = "help"

    /// The command that the words after `help` name. Options among them are ignored when they ask for help themselves.
    static func resolve(_ words: ArraySlice<String>, from start: CommandPath) throws(UsageError) -> CommandPath {
        var path = start
        for word in words where word != "--help" && word != "-h" {
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
