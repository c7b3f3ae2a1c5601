internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Sandbox
internal import Wiring

/// `batch resume`.
struct BatchResume: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a batch go on that was interrupted.",
        discussion: """
            Tasks that have ended are not run again. One that still runs in its sandbox is followed; one that was cut \
            off goes on with its work, and Claude is told so.
            """)

    @OptionGroup var chosen: BatchOption

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let batch = try BatchList(coordinator).chosen(chosen.batch)
        let name = try TaskList(coordinator).all(of: batch).first?.backend ?? "auto"
        let backend = try LiveBackend.find(name)
        let host = try LiveHost(coordinator.context)
        defer { host.end() }
        try BatchCommand(coordinator: coordinator, backend: backend, host: host, output: output).run(batch)
    }
}
