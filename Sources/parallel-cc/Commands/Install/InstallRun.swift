internal import ClaudeCode
internal import Exec
internal import Files
internal import Glibc
internal import HookCore
internal import JSON
internal import Wiring

/// Plans one part and makes the changes.
struct InstallRun {
    let context: InstallationContext
    let isRemoval: Bool
    let isDryRun: Bool

    func run(_ job: InstallJob) -> InstallOutcome {
        var planned: InstallPlan?
        do throws(ParallelError) {
            try checkWrapper(job)
            let installer = Installer(context)
            let plan =
                isRemoval
                ? try installer.planRemoval(of: job.request) : try installer.planInstallation(of: job.request)
            planned = plan
            if isDryRun { return InstallOutcome(part: job.part, plan: plan, error: nil) }
            if job.part == .mcp {
                try changeServer(plan, job: job)
            } else {
                try plan.apply { command throws(ParallelError) in try Self.run(command) }
            }
            return InstallOutcome(part: job.part, plan: plan, error: nil)
        } catch {
            return InstallOutcome(part: job.part, plan: planned, error: error)
        }
    }

    /// Makes the changes to the MCP server's entry. Claude's state afterwards decides, not the exit status of claude; a
    /// change that claude does not make we make ourselves.
    private func changeServer(_ plan: InstallPlan, job: InstallJob) throws(ParallelError) {
        var failure: ParallelError?
        do throws(ParallelError) {
            try plan.apply { command throws(ParallelError) in try Self.run(command) }
        } catch {
            failure = error
        }
        if try isServerAsWanted() { return }
        let installer = Installer(context.withoutClaude)
        let own =
            isRemoval ? try installer.planRemoval(of: job.request) : try installer.planInstallation(of: job.request)
        try own.apply { _ in }
        if try isServerAsWanted() { return }
        throw failure
            ?? ParallelError(
                "not-settled", operation: isRemoval ? "remove the MCP server" : "add the MCP server",
                subject: context.claudeStatePath, message: "another program has changed the entry back",
                hint: "end claude, then try again")
    }

    private func isServerAsWanted() throws(ParallelError) -> Bool { try isServerRegistered() != isRemoval }

    private func isServerRegistered() throws(ParallelError) -> Bool {
        let content = try AtomicFile.read(context.claudeStatePath)
        return MCPRegistration(context).isInstalled(in: try JSONDocument(content ?? [], name: context.claudeStatePath))
    }

    /// Throws where the wrapper is missing: an alias to it would take claude away from the user.
    private func checkWrapper(_ job: InstallJob) throws(ParallelError) {
        let wrapper = context.binDirectory + "/claude-parallel"
        guard job.part == .alias, !isRemoval, access(wrapper, X_OK) != 0 else { return }
        throw ParallelError(
            "wrapper-missing", operation: "install alias", subject: wrapper,
            message: "the alias would lead nowhere: claude-parallel is not there", hint: "run scripts/install.sh")
    }

    private static func run(_ command: ExternalCommand) throws(ParallelError) {
        var environment = ProgramEnvironment.current.environment
        environment.merge(command.environment) { $1 }
        environment["PARALLEL_CC_DISABLE"] = "1"
        var call = Command(command.program, arguments: command.arguments, environment: environment)
        call.timeoutMilliseconds = 60_000
        let result = try Spawner.run(call)
        if result.status.isSuccess { return }
        throw ParallelError(
            "command-failed", operation: command.reason, subject: command.text,
            message: result.timedOut ? "the command did not end" : "the command failed",
            cause: result.errorText.isEmpty ? result.text : result.errorText)
    }
}
