internal import CommandLineKit
internal import Exec
internal import HookCore

/// `demo`: runs the real wrapper twice in a scratch repository, and fails when anything is not as promised.
struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show in a scratch repository what parallel-cc does.",
        discussion:
            "Takes a few seconds, needs no Claude Code, touches nothing outside a temporary folder and leaves nothing.")

    mutating func run() throws {
        Interruption.catchSignals()
        let folder = try DemoFolder()
        defer { folder.clear() }
        try DemoRun(folder: folder).tell()
    }
}
