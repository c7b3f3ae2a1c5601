internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Sandbox
internal import Wiring

/// `sandbox resume`.
struct SandboxResume: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a task go on that was paused, interrupted or cut off.",
        discussion: """
            A paused task goes on where it is. One whose run was cut off is followed to its end, as run would have \
            done; where its sandbox has ended, Claude begins once more with the work so far, and is told so.
            """)

    @OptionGroup var chosen: TaskOption

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let tasks = try TaskList(coordinator)
        let task = try tasks.task(chosen.id())
        let backend = try LiveBackend.find(task.backend)
        try TaskPause(coordinator, backend: backend).resume(task)
        if task.isDriven(in: coordinator.context), task.canGoOn { return try answer(tasks.task(task.id), coordinator) }
        Interruption.catchSignals()
        let claimed = try tasks.claim(task.id, anew: true)
        let host = try LiveHost(coordinator.context)
        defer { host.end() }
        try TaskCommand(coordinator: coordinator, backend: backend, host: host, output: output).run(claimed)
    }

    private func answer(_ task: TaskRecord, _ coordinator: Coordinator) throws {
        if output.json { return try Printer.answer(json: TaskDocument(task, in: coordinator.context)) }
        Printer.answer("✓ Task \(task.id) goes on: parallel-cc sandbox logs --follow \(task.id)")
    }
}
