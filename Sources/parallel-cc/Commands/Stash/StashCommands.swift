internal import CommandLineKit

/// `stash`: the entries of git's stash, which are kept even after they are popped or dropped.
struct StashCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stash", abstract: "List stash entries that were ever seen, and put one back.",
        discussion: """
            All worktrees of a repository share one stash. Every entry that was seen is kept below \
            refs/parallel-cc/stash, also when it is popped, dropped or cleared. Nothing takes these references away; \
            to let go of one: git update-ref -d refs/parallel-cc/stash/COMMIT
            """,
        subcommands: [StashList.self, StashRestore.self], defaultSubcommand: StashList.self)
}
