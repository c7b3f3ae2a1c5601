internal import CommandLineKit
internal import Wiring

/// The program of unattended work. `parallel-cc` starts it for its own verbs `sandbox`, `batch` and `budget`.
struct ParallelCCSandbox: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parallel-cc", abstract: "Run tasks unattended in sandboxes.", version: Version.text,
        subcommands: [
            SandboxCommands.self, BatchCommands.self, BudgetCommands.self, GenerateDocs.self, ProxyCommand.self,
        ])
}
