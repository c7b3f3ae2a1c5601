internal import CommandLineKit
internal import Wiring

/// The program: all commands in groups.
struct ParallelCC: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parallel-cc",
        abstract: "Coordinate parallel Claude Code sessions using git worktrees.",
        version: Version.text,
        subcommands: [GenerateDocs.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Sessions",
                subcommands: [
                    Status.self, Events.self, Register.self, Heartbeat.self, Release.self, Cleanup.self,
                ]),
            CommandGroup(
                name: "Worktrees and saved work",
                subcommands: [WorktreeCommands.self, RescueCommands.self, StashCommands.self, TrashCommands.self]),
            CommandGroup(
                name: "Beside others",
                subcommands: [
                    ClaimsCommands.self, MessagesCommands.self, ConflictsCommands.self, SuggestionsCommands.self,
                    RadarCommand.self,
                    MergeCommands.self, WatchCommands.self,
                ]),
            CommandGroup(
                name: "Unattended work", subcommands: [SandboxCommand.self, BatchCommand.self, BudgetCommand.self]),
            CommandGroup(
                name: "Installation",
                subcommands: [
                    Install.self, ConfigCommands.self, Doctor.self, Update.self, Migrate.self, Demo.self,
                    Completions.self,
                ]),
            CommandGroup(
                name: "Called by Claude Code",
                subcommands: [MCPCommands.self, HookCommands.self, StatusLine.self]),
            CommandGroup(
                name: "Old names",
                subcommands: [
                    MCPServeDeprecated.self, MergeStatusDeprecated.self, WatchMergesDeprecated.self,
                    SandboxRunDeprecated.self, SandboxLogsDeprecated.self, SandboxDownloadDeprecated.self,
                    SandboxKillDeprecated.self, SandboxListDeprecated.self, SandboxStatusDeprecated.self,
                    BudgetStatusCommand.self,
                ]),
        ])
}
