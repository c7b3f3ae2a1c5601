/// A command and the commands above it.
package struct CommandPath: Sendable, CustomStringConvertible {
    /// The program itself.
    package let root: any ParsableCommand.Type
    /// The commands below, down to the one that was called.
    package private(set) var descendants: [any ParsableCommand.Type] = []
    /// The command as the user typed it, aliases included; without subcommands that were chosen by default.
    package private(set) var typedNames: [String] = []

    package init(root: any ParsableCommand.Type) { self.root = root }

    /// The command that was called.
    package var leaf: any ParsableCommand.Type { descendants.last ?? root }

    /// All commands, the program first.
    package var types: [any ParsableCommand.Type] { [root] + descendants }

    /// The proper names of all commands, the program's first.
    package var names: [String] { types.map { $0.commandName } }

    /// The proper names as one line: `parallel-cc sandbox run`.
    package var description: String { names.joined(separator: " ") }

    /// The path one command further down.
    ///
    /// - Parameter typed: How the user called it; `nil` when it was chosen by default.
    package func appending(_ command: any ParsableCommand.Type, typed: String? = nil) -> CommandPath {
        var path = self
        path.descendants.append(command)
        if let typed { path.typedNames.append(typed) }
        return path
    }

    /// The subcommand of the leaf that goes by this name or alias.
    func subcommand(called name: String) -> (any ParsableCommand.Type)? {
        let subcommands = leaf.configuration.subcommands
        return subcommands.first { $0.commandName == name }
            ?? subcommands.first { $0.configuration.aliases.contains(name) }
    }

    /// The path to `command` anywhere at or below this one's root; `nil` when it is not in the tree.
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
