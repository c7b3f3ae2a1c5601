/// A shell for which completions can be written.
package enum CompletionShell: String, CaseIterable, Sendable, ExpressibleByArgument {
    case bash
    case zsh
    case fish

    /// The completion script of a program, ending with a newline.
    ///
    /// The script knows all visible commands, options and values. Old names are completed after, but not proposed. The
    /// script calls the program only where an argument declares a shell command that does.
    package func script(root: any ParsableCommand.Type) -> String {
        let tree = CommandDescription(CommandPath(root: root)).tree
        let program = root.commandName
        return switch self {
        case .bash: BashCompletion(program: program, tree: tree).script
        case .zsh: ZshCompletion(program: program, tree: tree).script
        case .fish: FishCompletion(program: program, tree: tree).script
        }
    }
}
