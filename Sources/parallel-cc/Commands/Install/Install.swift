internal import ClaudeCode
internal import CommandLineKit
internal import HookCore
internal import Wiring

/// `install`: puts our entries into the files of other programs, or takes them out again.
struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put hooks, alias, MCP entry and status line in place, or take them out.",
        discussion: """
            Without --local, hooks go into settings.json in Claude's folder, for all repositories. Everything else in \
            the files stays as it is. --uninstall alone takes out all; with --local or --global alone, the hooks there.
            """)

    @OptionGroup var parts: InstallOptions

    @Flag(help: "Ask about each part.")
    var interactive = false

    @Flag(help: "Show what is installed.")
    var status = false

    @Flag(help: "Take out instead of putting in.")
    var uninstall = false

    @Option(
        help: ArgumentHelp("The repository of this directory, for --local and --git-hooks.", valueName: "path"),
        completion: .directory)
    var repo: String?

    @Flag(help: "Show every change without making it.")
    var dryRun = false

    @OptionGroup var output: OutputOption

    func validate() throws {
        let isSomethingAsked = parts.isPart || parts.isScope || interactive || status || uninstall
        guard isSomethingAsked else {
            throw ValidationError(
                "Say what: --all, --interactive, --hooks, --alias, --mcp, --statusline, --git-hooks or --status.")
        }
        if interactive && uninstall { throw ValidationError("--interactive is for installing, not for --uninstall.") }
        if interactive && output.json { throw ValidationError("--interactive cannot be combined with --json.") }
        if parts.gitignore && !parts.local && !interactive {
            throw ValidationError("--gitignore is for local settings: use it with --local.")
        }
    }

    mutating func run() throws {
        let surroundings = ProgramEnvironment.current
        let directory = repo.map(surroundings.absolute) ?? surroundings.directory
        var context = try InstallationContext.live(surroundings, directory: directory)
        if parts.gitHooks || uninstall || status { context.findGitHooks(around: directory, in: surroundings) }
        if status { return try showStatus(context) }
        let chosen = interactive ? InstallDialogue(prompt: Consent.prompt).ask(parts) : parts
        let jobs = InstallJob.jobs(
            for: chosen, isRemoval: uninstall, hasRepository: context.mainCheckout != nil)
        if !uninstall, jobs.contains(where: { $0.part == .hooks }) { context.findClaudeVersion(surroundings) }
        let outcomes = jobs.map { InstallRun(context: context, isRemoval: uninstall, isDryRun: dryRun).run($0) }
        let document = InstallDocument(outcomes, context: context, isDryRun: dryRun)
        if output.json {
            try Printer.answer(json: document.json)
        } else {
            for outcome in outcomes {
                InstallText(outcome: outcome, isRemoval: uninstall, isDryRun: dryRun).print()
            }
        }
        if outcomes.contains(where: { $0.error != nil }) { throw ExitCode.failure }
    }

    private func showStatus(_ context: InstallationContext) throws {
        let status = Installer(context).status()
        if output.json { return try Printer.answer(json: status.json) }
        Printer.answer(lines: InstallStatusText(status, style: Printer.style).lines)
    }
}
