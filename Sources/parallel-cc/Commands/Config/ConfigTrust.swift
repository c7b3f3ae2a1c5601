internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `config trust`.
struct ConfigTrust: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Trust this repository's .parallel-cc.json as it stands.",
        discussion: "Without it, settings in that file that run commands or reach out of the repository are ignored.")

    @Option(
        help: ArgumentHelp("The repository of this directory instead of the present one.", valueName: "path"),
        completion: .directory)
    var repo: String?

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let path: String
        let trusted: [String: String]
    }

    mutating func run() throws {
        let surroundings = ProgramEnvironment.current
        guard let directory = repo.map(surroundings.absolute) ?? surroundings.directory else {
            throw ParallelError(.invalidRepository, operation: "trust settings", message: "the directory is gone")
        }
        let trusted = try Coordinator(.live()).trustSettings(at: directory)
        if output.json {
            let settings = Dictionary(trusted.settings.map { ($0.name, "\($0.value)") }) { $1 }
            return try Printer.answer(json: Document(path: trusted.path, trusted: settings))
        }
        Printer.answer("✓ Trusted until it changes: \(trusted.path)")
        for (name, value) in trusted.settings { Printer.answer("  \(name): \("\(value)".displayable)") }
    }
}
