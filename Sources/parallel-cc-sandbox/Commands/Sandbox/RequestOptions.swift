internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import Wiring

/// The options of `sandbox run` that say what a task works on and how; all tasks of a batch have the same.
struct RequestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Directory of the repository; default: here.", valueName: "path"), completion: .directory)
    var repo: String?

    @Option(help: ArgumentHelp("Commit the work on this branch; auto makes a name.", valueName: "name"))
    var branch: String?

    @Flag(help: "Leave uncommitted work at home.")
    var committedOnly = false

    @Option(
        help: ArgumentHelp(
            "What a task may cost, in US dollars; default: the setting budget.perSessionDefault.", valueName: "usd"),
        transform: BudgetOption.dollars)
    var budget: Double?

    @OptionGroup var claude: ClaudeOptions

    @OptionGroup var place: SandboxOptions

    @Option(help: ArgumentHelp("Author of commits made inside; default: git's user.name.", valueName: "name"))
    var gitUser: String?

    @Option(help: ArgumentHelp("Mail address of that author; default: git's user.email.", valueName: "address"))
    var gitEmail: String?

    /// Returns a request for each prompt.
    /// - Throws: a usage error for a value that cannot be.
    func requests(_ prompts: [String], in coordinator: Coordinator) throws -> [TaskRequest] {
        let directory = ProgramEnvironment.current.place(repo)
        let git = coordinator.git(directory)
        let author = try Author.find(name: gitUser, email: gitEmail, git: git)
        let settings = BudgetSettings(try coordinator.settings(for: coordinator.repository(at: directory)))
        return try prompts.enumerated().map { index, prompt in
            var request = TaskRequest(
                directory: directory, prompt: prompt, image: place.image, userName: author.name,
                userEmail: author.email)
            if let branch {
                let number = prompts.count > 1 && branch != "auto" ? "-\(index + 1)" : ""
                request.branch = try TaskBranch.name(branch + number, prompt: prompt, git: git)
            }
            request.committedOnly = committedOnly
            request.budgetUSD = budget ?? settings.taskBudget
            request.claude = try claude.options()
            try place.fill(&request)
            return request
        }
    }
}
