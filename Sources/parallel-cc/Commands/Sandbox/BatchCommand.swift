internal import CommandLineKit

/// `batch`: hands everything to the program of unattended work, which has the help, too.
struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "See what batches of tasks do, and let them go on.", helpNames: [])

    @Argument(
        parsing: .captureForPassthrough, help: ArgumentHelp("See parallel-cc help batch.", valueName: "arguments"),
        completion: .list(["list", "status", "resume", "cancel"]))
    var arguments: [String] = []

    mutating func run() throws {
        try CompanionProgram.sandbox.run(["batch"] + arguments)
    }
}
