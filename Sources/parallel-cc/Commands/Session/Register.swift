internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Wiring

/// `register`: assigns a worktree to a starting claude, the main checkout or a linked one.
struct Register: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Register a session and get the directory it should work in.",
        discussion: "Called by claude-parallel. The last line is WORKTREE_PATH=<path>; with --json it is one document.")

    @Option(help: ArgumentHelp("Directory the session starts in.", valueName: "path"), completion: .directory)
    var repo: String

    @Option(help: ArgumentHelp("Process id of the session.", valueName: "pid"))
    var pid: String

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("Name of the session.", valueName: "name"))
    var name: String?

    @Flag(help: "Deliberately work in this checkout, though another session does.")
    var here = false

    @Option(help: ArgumentHelp("Return to where this Claude session took place.", valueName: "claude session id"))
    var resume: String?

    @Flag(name: .customLong("continue"), help: "Return to the latest session that ended in this checkout.")
    var continues = false

    @Option(help: ArgumentHelp("Seconds to wait for a locked database.", valueName: "seconds"))
    var wait: Int = 5

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        Interruption.catchSignals()
        // If the answer cannot be written, no program learns of the session, and so none would release it.
        try Printer.requireOutput()
        guard !repo.isEmpty else {
            throw ParallelError(.invalidRepository, operation: "register", message: "Invalid repository path")
        }
        if let redirected = ProgramEnvironment.current.environment["GIT_DIR"] {
            throw ParallelError(
                .invalidRepository, operation: "register", subject: redirected,
                message: "GIT_DIR is set, so git would use that repository in every worktree", hint: "unset GIT_DIR")
        }
        guard let process = ProcessIdentity.read(pid: try ProcessNumber.parse(pid)) else {
            throw ParallelError(.invalidProcess, operation: "register", subject: pid, message: "no such process")
        }
        let coordinator = try Coordinator(.live(busyTimeout: min(max(0, wait), 3_600) * 1_000))
        let conversation: RegisterRequest.Conversation =
            if let resume { .resume(resume) } else if continues { .latest } else { .new }
        let name = self.name.map(SessionName.init)
        let registration = try coordinator.register(
            RegisterRequest(
                directory: ProgramEnvironment.current.absolute(repo), process: process, name: name?.text, here: here,
                conversation: conversation))
        defer { IdleWork.startIfDue(coordinator) }
        let notices = [registration.notice, name?.notice].compactMap { $0 }
        try render(registration, notice: notices.isEmpty ? nil : notices.joined(separator: "; "))
    }

    private func render(_ registration: Registration, notice: String?) throws {
        if output.json {
            return try Printer.answer(json: RegistrationDocument(registration, notice: notice), pretty: false)
        }
        let session = registration.session
        if registration.isMainCheckout {
            Printer.answer("✓ Registered in main repository")
        } else {
            Printer.answer("✓ Working in worktree: \(session.worktreeName ?? session.worktreePath)".displayable)
            Printer.answer("  Path: \(session.worktreePath.displayable)")
        }
        if registration.parallelSessions > 1 {
            Printer.answer("  ⚠ \(registration.parallelSessions) parallel sessions active")
        }
        if let notice { Printer.answer("  \(notice.displayable)") }
        // Scripts read the path from this line as it is; only a terminal gets it escaped.
        let path = session.worktreePath
        Printer.answer("WORKTREE_PATH=\(Printer.outputTerminal.isTerminal ? path.displayable : path)")
    }
}
