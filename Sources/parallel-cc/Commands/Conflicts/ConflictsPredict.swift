internal import CommandLineKit
internal import Coordinator
internal import HookCore

/// `conflicts predict`.
struct ConflictsPredict: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Predict which worktrees would conflict, uncommitted work included.",
        discussion: """
            Every two of the main checkout and the worktrees of living sessions, and each against the target branch. \
            The answers are those of git merge-tree. Exit status 3 when there is a conflict; else 1 when a pair could \
            not be looked at, 0 when all are clean.
            """)

    @OptionGroup var options: RadarOptions

    mutating func run() throws { try options.run() }
}

/// `radar`, another name of `conflicts predict`.
struct RadarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "radar", abstract: "The same as conflicts predict.")

    @OptionGroup var options: RadarOptions

    mutating func run() throws { try options.run() }
}
