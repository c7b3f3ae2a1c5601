internal import CommandLineKit

/// `worktree`: the worktrees of sessions.
struct WorktreeCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worktree", abstract: "List, keep, remove and bring back the worktrees of sessions.",
        subcommands: [
            WorktreeList.self, WorktreePath.self, WorktreeKeep.self, WorktreeRemove.self, WorktreeRestore.self,
        ])
}
