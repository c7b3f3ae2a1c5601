internal import CommandLineKit

/// `merge queue`: branches land one by one.
struct MergeQueueCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Land branches on a target, tried together before the target moves.",
        discussion: """
            The queue runs in a worktree of its own: it merges or rebases there, runs the commands of merge.verify, \
            and only then moves the target. Where somebody works on the target, the result waits beside it. No branch \
            is moved.
            """,
        subcommands: [MergeQueueList.self, MergeQueueAdd.self, MergeQueueRemove.self, MergeQueueRun.self],
        defaultSubcommand: MergeQueueList.self)
}
