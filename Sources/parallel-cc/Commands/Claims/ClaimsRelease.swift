internal import CommandLineKit
internal import Coordinator
internal import HookCore

/// `claims release`
struct ClaimsRelease: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "release", abstract: "Give a claim back.")

    @Argument(help: ArgumentHelp("Id of the claim.", valueName: "claim"))
    var claim: String

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
        let message: String
        let releasedAt: String
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let holder = force ? nil : try caller.find(coordinator).id
        let released = try coordinator.releaseClaim(claim, heldBy: holder, fence: fence)
        let message = "Released: \(released.mode.rawValue) \(ClaimedPath.text(released.target))"
        if json {
            return try Printer.answer(
                json: Document(claimId: claim, message: message, releasedAt: Timestamp.now().text))
        }
        Printer.answer("✓ \(message)".displayable)
    }
}
