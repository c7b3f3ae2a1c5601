internal import CommandLineKit

/// `sandbox`: hands everything to the program of unattended work.
struct SandboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run tasks unattended in sandboxes (parallel-cc-sandbox).")

    @Argument(
        parsing: .captureForPassthrough, help: ArgumentHelp("See parallel-cc sandbox help.", valueName: "arguments"))
    var arguments: [String] = []

    mutating func run() throws {
        try CompanionProgram("parallel-cc-sandbox").run(["sandbox"] + arguments)
    }
}
