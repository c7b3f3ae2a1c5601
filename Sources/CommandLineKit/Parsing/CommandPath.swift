/// A command and the commands above it.
package struct CommandPath: Sendable, CustomStringConvertible {
    /// The program itself.
    package let root: any ParsableCommand.Type
    /// The commands below, down to the one that was called.
    package private(set) var descendants: [any ParsableCommand.Type] = []
    /// The words of the command as the user typed them, aliases included; subcommands that were chosen by default have
    /// none.
    package private(set) var typedNames: [String] = []

    /// Makes the path of the program itself.
    package init(root: any ParsableCommand.Type) { self.root = root }

    /// The command that was called.
    package var leaf: any ParsableCommand.Type { descendants.last ?? root }

    /// All commands, the program first.
    package var types: [any ParsableCommand.Type] { [root] + descendants }

    /// The proper names of all commands, the program's first.
    package var names: [String] { types.map { $0.commandName } }

    /// The proper names as one line: `parallel-cc sandbox run`.
    package var description: String { names.joined(separator: " ") }

    /// Returns the path with one more command at its end.
    ///
    /// - Parameter typed: the name that the user typed; `nil` when the command was chosen by default.
    package func appending(_ command: any ParsableCommand.Type, typed: String? = nil) -> CommandPath {
        var path = self
        path.descendants.append(command)
        if let typed { path.typedNames.append(typed) }
        return path
    }

    /// Returns the subcommand of the leaf with this name or alias.
    func subcommand(called name: String) -> (any ParsableCommand.Type)? {
        let subcommands = leaf.configuration.subcommands
        return subcommands.first { $0.commandName == name }
            ?? subcommands.first { $0.configuration.aliases.contains(name) }
    }

    /// Returns the path to `command` anywhere at or below this one's root; `nil` when it is not in the tree.
    func path(to command: any ParsableCommand.Type) -> CommandPath? {
        if let index = types.lastIndex(where: { $0 == command }) {
            return types[1..<(index + 1)].reduce(CommandPath(root: root)) { $0.appending($1) }
        }
        return Self.search(command, below: CommandPath(root: root))
    }

    private static func search(_ command: any ParsableCommand.Type, below path: CommandPath) -> CommandPath? {
        for subcommand in path.leaf.configuration.subcommands {
            let next = path.appending(subcommand)
            if subcommand == command { return next }
            if let found = search(command, below: next) { return found }
        }
        return nil
    }
}
