internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Wiring

/// `claims take`.
struct ClaimsTake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take", abstract: "Claim a file, a directory or a pattern; raise or lower a claim.",
        discussion: "Exit status 75 while somebody else holds it; --wait waits, each in turn.")

    @Option(help: ArgumentHelp("File or directory; need not exist.", valueName: "path"), completion: .file())
    var file: String?

    @Option(help: ArgumentHelp("Pattern from the root of the repository, such as 'src/**/*.ts'.", valueName: "pattern"))
    var glob: String?

    @Option(help: ArgumentHelp("EXCLUSIVE, SHARED or INTENT.", valueName: "mode"))
    var mode: String = ClaimMode.exclusive.rawValue

    @OptionGroup var caller: CallerSession

    @Option(help: ArgumentHelp("Why; others see it.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("Give it up after so long; default: when the session ends.", valueName: "hours"))
    var ttl: Double?

    @Option(help: ArgumentHelp("Wait so long for whoever holds it.", valueName: "seconds"))
    var wait: Int = 0

    @OptionGroup var output: OutputOption

    func validate() throws {
        guard (file == nil) != (glob == nil) else { throw ValidationError("Give either --file or --glob.") }
        guard ClaimMode(rawValue: mode.uppercased()) != nil else {
            throw ValidationError("--mode takes EXCLUSIVE, SHARED or INTENT.")
        }
        if let ttl, !(ttl > 0 && ttl <= 8_760) {
            throw ValidationError("--ttl takes more than 0 and at most 8760 hours.")
        }
        if let reason, reason.utf16.count > 500 {
            throw ValidationError("--reason takes at most 500 characters: Claude reads it with every refusal.")
        }
        guard (0...86_400).contains(wait) else { throw ValidationError("--wait takes 0 to 86400 seconds.") }
        if glob?.isEmpty == true || file?.isEmpty == true { throw ValidationError("An empty path claims nothing.") }
    }

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let session = try caller.find(coordinator)
        let result = try coordinator.takeClaim(
            ClaimRequest(
                sessionID: session.id, repository: session.repository, target: try target(session),
                mode: ClaimMode(rawValue: mode.uppercased()) ?? .exclusive, reason: reason,
                lifetime: ttl.map { Int64($0 * 3_600_000) }),
            wait: Int64(wait) * 1_000)
        let document = ClaimDocument(result)
        if output.json { try Printer.answer(json: document) } else { Printer.answer(lines: document.lines(result)) }
        if result.claim == nil { throw ExitCode.busy }
    }

    private func target(_ session: Session) throws(ParallelError) -> ClaimTarget {
        guard let file else { return try ClaimTarget.glob(glob ?? "") }
        return ClaimedPath.target(file, location: try ClaimedPath.location(file, for: session))
    }
}
