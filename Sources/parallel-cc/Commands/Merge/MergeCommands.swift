internal import CommandLineKit

/// `merge`: the state of branches, and how they are brought together.
struct MergeCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "See which branches are merged, be told when one is, plan what to merge next, and land it.",
        discussion: """
            Merged is a branch however that was done: by a merge, rebased, squashed, cherry-picked whole, or because \
            merging it would change nothing any more. Nothing is fetched.
            """,
        subcommands: [MergeStatus.self, MergeNotify.self, MergePlanOrder.self, MergeQueueCommands.self])
}
