internal import CommandLineKit

/// The group `sandbox`.
struct SandboxCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run tasks unattended in sandboxes, and see what they do.",
        subcommands: [
            SandboxRun.self, SandboxList.self, SandboxStatus.self, SandboxLogs.self, SandboxDownload.self,
            SandboxKill.self, SandboxPause.self, SandboxResume.self,
            ImageCommands.self,
        ])
}
