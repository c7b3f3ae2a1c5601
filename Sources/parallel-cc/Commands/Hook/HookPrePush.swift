internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `hook pre-push`: checks whether a push touches what another session has claimed. Status 3 stops it; no failure of
/// ours does.
struct HookPrePush: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pre-push", abstract: "git is about to push. Status 3: another session has claimed it.")

    @Argument(help: ArgumentHelp("What git gives to the hook; not used.", valueName: "argument"))
    var arguments: [String] = []

    mutating func run() throws {
        // git writes a line for each branch.
        guard let updates = StandardInput.read(limit: 16 << 20, within: 60_000) else {
            return Printer.narrate("parallel-cc: claims were not checked: git did not say what it pushes")
        }
        try GitHookAnswer.give(way: "push all the same: git push --no-verify") { coordinator, caller, directory in
            try coordinator.obstacles(toPushAt: directory, updates: updates, by: caller)
        }
    }
}
