internal import CommandLineKit
internal import Wiring

/// `completions`: a script for a shell to load.
struct Completions: DescribingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a shell's completion script.",
        discussion: """
            bash: source <(parallel-cc completions bash)
            zsh: parallel-cc completions zsh > a directory of $fpath, as _parallel-cc
            fish: parallel-cc completions fish > ~/.config/fish/completions/parallel-cc.fish
            """)

    @Argument(help: "The shell.")
    var shell: CompletionShell

    func run(describing root: any ParsableCommand.Type) throws {
        Printer.answer(bytes: Array(shell.script(root: root).utf8))
    }
}
