/// The `help [command…]` that every command with subcommands has.
enum HelpCommand {
    static let name = "help"

    /// Returns the command that the words after `help` name. `--help` and `-h` among them are ignored.
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
