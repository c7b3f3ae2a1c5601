internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Wiring

/// `hook pre-commit`: checks whether a commit touches what another session has claimed. Status 3 stops it; no failure
/// of ours does.
struct HookPreCommit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pre-commit", abstract: "git is about to commit. Status 3: another session has claimed it.")

    @Argument(help: ArgumentHelp("What git gives to the hook; not used.", valueName: "argument"))
    var arguments: [String] = []

    mutating func run() throws {
        try GitHookAnswer.give(way: "commit all the same: git commit --no-verify") { coordinator, caller, directory in
            // git commits another index than the usual one when it is given paths.
            let index = ProgramEnvironment.current.environment["GIT_INDEX_FILE"].map(
                ProgramEnvironment.current.absolute)
            return try coordinator.obstacles(toCommitAt: directory, index: index, by: caller)
        }
    }
}
