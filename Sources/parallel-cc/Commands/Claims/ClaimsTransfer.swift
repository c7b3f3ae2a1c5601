internal import CommandLineKit
internal import Coordinator
internal import HookCore

/// `claims transfer`
struct ClaimsTransfer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer", abstract: "Hand a claim to another living session.")

    @Argument(help: ArgumentHelp("Id of the claim.", valueName: "claim"))
    var claim: String

    @Option(help: ArgumentHelp("Id or name of the session that gets it.", valueName: "session"))
    var to: String

    @OptionGroup var caller: CallerSession

    @Option(help: ArgumentHelp("Only if the claim still has this number.", valueName: "number"))
    var fence: Int64?

    @Flag(help: "Whoever holds it.")
    var force = false

    @Flag(help: "Answer with one JSON document.")
    var json = false

    private struct Document: Encodable {
        let success = true
        let claimId: String
        let fence: Int64
        let sessionId: String
        let message: String
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let holder = force ? nil : try caller.find(coordinator).id
        let heir = try CallerSession.find(to, coordinator)?.id ?? to
        let passed = try coordinator.transferClaim(claim, heldBy: holder, to: heir, fence: fence)
        let message = "Handed on: \(passed.mode.rawValue) \(ClaimedPath.text(passed.target))"
        if json {
            return try Printer.answer(
                json: Document(claimId: passed.id, fence: passed.fence, sessionId: heir, message: message))
        }
        Printer.answer(lines: ["✓ \(message)".displayable, "  Id: \(passed.id)   Fence: \(passed.fence)"])
    }
}
