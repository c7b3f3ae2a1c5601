internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// `merge notify`.
struct MergeNotify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "Tell a session when a branch is merged.",
        discussion: """
            The session reads it at its next prompt or tool call after the merge was seen: by 'watch merges', by its \
            MCP server, or when another session starts or ends.
            """)

    @Argument(help: ArgumentHelp("The branch; a remote's as origin/NAME.", valueName: "branch"))
    var branch: String

    @Option(help: ArgumentHelp("What it is merged into; default: found by itself.", valueName: "branch"))
    var target: String?

    @OptionGroup var caller: CallerSession

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        /// Whether there is something to wait for.
        let subscribed: Bool
        @ExplicitNull var subscriptionId: String?
        let sessionId: String
        let target: String
        let state: BranchStateRow
        let message: String

        init(_ result: MergeRequestResult, session: String, state: BranchStateRow) {
            subscribed = result.subscription != nil
            sessionId = session
            target = result.target
            self.state = state
            message =
                result.subscription == nil
                ? "Merged already: \(state.branch) is \(state.text)"
                : "Told once \(state.branch) is merged into \(result.target)."
            subscriptionId = result.subscription?.id
        }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let session = try caller.find(coordinator)
        let result = try MergeDetection(coordinator).subscribe(session.id, to: branch, target: target)
        let document = Document(result, session: session.id, state: BranchStateRow(result.state))
        if output.json { return try Printer.answer(json: document) }
        Printer.answer("✓ \(document.message)".displayable)
    }
}
