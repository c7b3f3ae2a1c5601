internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `claims release`.
struct ClaimsRelease: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "release", abstract: "Give a claim back.")

    @OptionGroup var held: HeldClaimOptions

    private struct Document: Encodable {
        let success = true
        let claimId: String
        let message: String
        let releasedAt: String
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let released = try coordinator.releaseClaim(
            held.id(coordinator), heldBy: held.holder(coordinator), asker: held.asker(coordinator), fence: held.fence)
        let message = "Released: \(released.mode.rawValue) \(released.target.label)"
        if held.output.json {
            return try Printer.answer(
                json: Document(claimId: released.id, message: message, releasedAt: Timestamp.now().text))
        }
        Printer.answer("✓ \(message)".displayable)
    }
}
