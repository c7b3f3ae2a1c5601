internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// `sandbox run`: one task from its prompt to a worktree with its work.
struct SandboxRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a task in a sandbox and bring its work home.",
        discussion: """
            The repository goes in with its uncommitted work. What the task does comes back into a worktree; with \
            --branch it is committed there.
            """)

    @Option(
        help: ArgumentHelp("Directory of the repository; default: here.", valueName: "path"), completion: .directory)
    var repo: String?

    @OptionGroup var prompt: PromptOptions

    @Option(help: ArgumentHelp("Commit the work on this branch; auto makes a name.", valueName: "name"))
    var branch: String?

    @Flag(help: "Leave uncommitted work at home.")
    var committedOnly = false

    @OptionGroup var claude: ClaudeOptions

    @OptionGroup var place: SandboxOptions

    @Option(help: ArgumentHelp("Author of commits made inside; default: git's user.name.", valueName: "name"))
    var gitUser: String?

    @Option(help: ArgumentHelp("Mail address of that author; default: git's user.email.", valueName: "address"))
    var gitEmail: String?

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let prompt = try prompt.text()
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let directory = ProgramEnvironment.current.place(repo)
        let author = try Author.find(name: gitUser, email: gitEmail, git: coordinator.git(directory))
        var request = TaskRequest(
            directory: directory, prompt: prompt, image: place.image, userName: author.name, userEmail: author.email)
        request.branch = try branch.map { try TaskBranch.name($0, prompt: prompt, git: coordinator.git(directory)) }
        request.committedOnly = committedOnly
        request.claude = try claude.options()
        try place.fill(&request)
        let backend = try LiveBackend.find(place.backend, environment: .current)
        try ImageMaking(coordinator: coordinator).buildIfMissing(place.image, on: backend)
        request.mounts.append(
            .init(source: try RunnerFiles.claude(.current), target: "/usr/local/bin/claude"))
        let model = try ModelAccess(
            dataDirectory: coordinator.context.dataDirectory, process: coordinator.context.process,
            environment: .current)
        defer { model.close() }
        model.open(to: &request)
        let narration = TaskNarration(isQuiet: output.json)
        var run = try TaskRun(request, of: coordinator, backend: backend, watch: narration.tell)
        let task = try run.run()
        narration.end()
        if output.json {
            try Printer.answer(json: TaskDocument(task, in: coordinator.context), pretty: false)
        } else {
            Printer.answer(lines: TaskSummary(task, in: coordinator.context).lines)
        }
        if let signal = Interruption.signal { throw ExitCode.signaled(signal) }
        if task.state != .completed { throw ExitCode.failure }
    }
}
