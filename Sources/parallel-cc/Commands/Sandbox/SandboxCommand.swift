internal import CommandLineKit

/// `sandbox`: hands everything to the program of unattended work, which has the help, too.
struct SandboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run tasks unattended in sandboxes, and see what they do.", helpNames: [])

    @Argument(
        parsing: .captureForPassthrough, help: ArgumentHelp("See parallel-cc help sandbox.", valueName: "arguments"),
        completion: .list(["run", "list", "status", "logs", "download", "kill", "pause", "resume", "image"]))
    var arguments: [String] = []

    mutating func run() throws {
        try CompanionProgram.sandbox.run(["sandbox"] + arguments)
    }
}
