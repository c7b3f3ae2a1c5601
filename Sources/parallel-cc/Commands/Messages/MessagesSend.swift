internal import CommandLineKit
internal import Coordinator
internal import Glibc
internal import HookCore
internal import Wiring

/// `messages send`.
struct MessagesSend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Tell a session something at its next prompt or tool call.")

    @Option(
        help: ArgumentHelp("Id or name of the session; 'all': every other one of the repository.", valueName: "session")
    )
    var to: String

    @Argument(help: ArgumentHelp("What to say.", valueName: "text"))
    var text: String

    @Option(help: ArgumentHelp("Whose sessions are 'all'; default: here.", valueName: "path"), completion: .directory)
    var repo: String?

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let messages: [Int64]
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let sender = try coordinator.livingSession(
            ofCaller: getppid(), environment: ProgramEnvironment.current.environment)
        var sent: [Int64] = []
        for recipient in try recipients(coordinator, but: sender?.id) {
            sent.append(try coordinator.send(text, to: recipient, from: sender?.id))
        }
        if output.json { return try Printer.answer(json: Document(messages: sent)) }
        Printer.answer(sent.isEmpty ? "No other session lives here." : "Sent. Read at the next prompt or tool call.")
    }

    private func recipients(_ coordinator: Coordinator, but sender: String?) throws(ParallelError) -> [String] {
        guard to == "all" else { return [try CallerSession.find(to, with: coordinator)?.id ?? to] }
        let repository = try coordinator.repositoryIdentity(at: ProgramEnvironment.current.absolute(repo ?? "."))
        return try coordinator.livingSessions(in: repository).map(\.id).filter { $0 != sender }
    }
}
