internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `rescue diff`: shows a rescue in the form of `git diff`.
struct RescueDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show saved work as a diff against its commit.")

    @Argument(help: ArgumentHelp("Id of the rescue.", valueName: "id"))
    var id: String

    @OptionGroup var scope: RepositoryOption

    @Flag(help: "Only names and sizes of changes.")
    var stat = false

    @Flag(help: "Only names.")
    var nameOnly = false

    @Flag(help: "Content of binary files too, so that git apply can use the output.")
    var binary = false

    private static let applicable = [
        "--binary", "--full-index", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", "--unified=3",
        "--inter-hunk-context=0", "--no-relative", "--ignore-submodules=none", "--submodule=short",
    ]

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let repository = try scope.identity(coordinator)
        var arguments = [Printer.outputTerminal.hasColors ? "--color=always" : "--color=never", "--no-ext-diff"]
        if stat { arguments.append("--stat") }
        if nameOnly { arguments.append("--name-only") }
        // git apply reads it, whatever the user has set for reading diffs themselves.
        if binary { arguments += Self.applicable }
        let rescue = try coordinator.rescue(id, in: repository)
        Printer.answer(bytes: try coordinator.diff(rescue, arguments: arguments))
        if let files = RescueDocument(rescue).privateFilesText { Printer.narrate("Not shown: \(files)") }
    }
}
