/// Finds mistakes in the declarations of a command tree, for a test of that program.
///
/// The parser itself does not look for them: no command line can cause them.
package enum DeclarationCheck {
    /// Returns one sentence for each mistake: names used twice, arguments that can never get a value, a default that is
    /// no subcommand.
    package static func problems(in root: any ParsableCommand.Type) -> [String] {
        problems(at: CommandPath(root: root))
    }

    private static func problems(at path: CommandPath) -> [String] {
        let configuration = path.leaf.configuration
        let arguments = ArgumentSet(of: path.leaf.init())
        var found = repeated(arguments.options.flatMap(\.names).map(\.spelling), noun: "option")
        found += repeated(
            configuration.subcommands.flatMap { [$0.commandName] + $0.configuration.aliases }, noun: "subcommand")
        found += unreachable(arguments.positionals)
        if let chosen = configuration.defaultSubcommand, !configuration.subcommands.contains(where: { $0 == chosen }) {
            found.append("the default subcommand '\(chosen.commandName)' is not among the subcommands")
        }
        return found.map { "\(path): \($0)." } + configuration.subcommands.flatMap { problems(at: path.appending($0)) }
    }

    private static func repeated(_ names: [String], noun: String) -> [String] {
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.filter { $0.value > 1 }.keys.sorted().map { "the \(noun) '\($0)' is declared twice" }
    }

    private static func unreachable(_ positionals: [ArgumentDefinition]) -> [String] {
        var found: [String] = []
        for (earlier, later) in zip(positionals, positionals.dropFirst()) {
            if earlier.isRepeating && later.strategy != .postTerminator {
                found.append("\(later.synopsis) comes after the list \(earlier.synopsis)")
            } else if !earlier.isRequired && later.isRequired && !earlier.isRepeating {
                found.append("the required \(later.synopsis) comes after the optional \(earlier.synopsis)")
            }
        }
        return found
    }
}
