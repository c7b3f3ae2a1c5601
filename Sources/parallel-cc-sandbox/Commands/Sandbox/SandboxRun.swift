internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// `sandbox run`: one task from its prompt to a worktree with its work, or several.
struct SandboxRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a task in a sandbox and bring its work home.",
        discussion: """
            The repository goes in with its uncommitted work. What the task does comes back into a worktree; with \
            --branch it is committed there.

            Parallel Execution: with --multi, several tasks run at once, each in a sandbox of its own. All begin with \
            the same state. Their results and a report come into a folder.
            """)

    @OptionGroup var prompt: PromptOptions

    @OptionGroup var options: RequestOptions

    @OptionGroup var batch: BatchOptions

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let prompts = try prompts()
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let requests = try options.requests(prompts, in: coordinator)
        let backend = try LiveBackend.find(options.place.backend)
        try ImageMaking(coordinator: coordinator).buildIfMissing(options.place.image, on: backend)
        let host = try LiveHost(coordinator.context)
        defer { host.end() }
        let creation = TaskCreation(coordinator, backend: backend)
        if batch.multi {
            let folder = try BatchResults.makeFolder(
                ProgramEnvironment.current.absolute(batch.outputDir ?? "parallel-results"))
            let (record, privateFiles) = try creation.addBatch(
                requests, output: folder, concurrency: batch.maxConcurrent, isFailFast: batch.failFast)
            if privateFiles > 0 {
                Printer.narrate(
                    "⚠ \(privateFiles) changed files stay at home, because only their owner may read them")
            }
            return try BatchCommand(coordinator: coordinator, backend: backend, host: host, output: output).run(record)
        }
        try TaskCommand(coordinator: coordinator, backend: backend, host: host, output: output)
            .run(creation.add(requests[0]))
    }

    private func prompts() throws -> [String] {
        guard batch.multi else {
            try batch.requireMulti()
            return [try prompt.text()]
        }
        guard prompt.prompt == nil, prompt.promptFile == nil else {
            throw ValidationError("--multi takes its tasks from --task and --task-file")
        }
        return try batch.prompts()
    }
}
