internal import CommandLineKit
internal import Coordinator
internal import Integration
internal import Wiring

/// `suggestions show`.
struct SuggestionsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a suggestion, and what it changes in the file.")

    @Argument(help: ArgumentHelp("Id of the suggestion.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let suggestion = try Suggestions(coordinator).find(coordinator.completed(id, kind: .suggestion))
        if output.json { return try Printer.answer(json: SuggestionRow(suggestion)) }
        let parts = suggestion.confidence.map { ": \(SuggestionText.parts($0))" } ?? ""
        var rows = [
            ("File", SuggestionText.path(suggestion)), ("Worktree", suggestion.worktree ?? "(none)"),
            ("Conflict", suggestion.type.rawValue), ("Strategy", suggestion.strategy),
            ("Sure", SuggestionText.score(suggestion.score) + parts), ("Why", suggestion.explanation),
            ("State", suggestion.state.rawValue),
        ]
        rows += suggestion.risks.map { ("Mind", $0) }
        if let cost = suggestion.cost { rows.append(("Cost", SuggestionText.dollars(cost))) }
        for (name, text) in rows { Printer.answer((name + ":").padded(to: 12) + text.displayable) }
        Printer.answer("")
        let color = Printer.outputTerminal.hasColors ? "--color=always" : "--color=never"
        Printer.answer(bytes: try Suggestions(coordinator).diff(of: suggestion, arguments: [color]))
        if suggestion.state == .offered {
            Printer.narrate("Put in place: \(CommandText.parallel("suggestions apply", operand: suggestion.id))")
        }
    }
}
