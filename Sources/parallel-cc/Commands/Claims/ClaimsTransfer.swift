internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `claims transfer`.
struct ClaimsTransfer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer", abstract: "Hand a claim to another living session.")

    @OptionGroup var held: HeldClaimOptions

    @Option(help: ArgumentHelp("Id or name of the session that gets it.", valueName: "session"))
    var to: String

    private struct Document: Encodable {
        let success = true
        let claimId: String
        let fence: Int64
        let sessionId: String
        let message: String
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let heir = try CallerSession.find(to, with: coordinator)?.id ?? to
        let passed = try coordinator.transferClaim(
            held.id(coordinator), heldBy: held.holder(coordinator), to: heir, asker: held.asker(coordinator),
            fence: held.fence)
        let message = "Handed on: \(passed.mode.rawValue) \(passed.target.label)"
        if held.output.json {
            return try Printer.answer(
                json: Document(claimId: passed.id, fence: passed.fence, sessionId: heir, message: message))
        }
        Printer.answer(lines: ["✓ \(message)".displayable, "  Id: \(passed.id)   Fence: \(passed.fence)"])
    }
}
