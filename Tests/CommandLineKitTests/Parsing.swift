import CommandLineKit
import Testing

/// The parsed command of a type, or a recorded failure.
func parsed<Command: ParsableCommand>(
    _ type: Command.Type, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
) throws -> Command {
    let outcome = CommandLineRunner.parse(root: Sample.self, arguments: arguments)
    guard case .command(let command) = outcome else {
        Issue.record("\(arguments) gave \(describe(outcome))", sourceLocation: sourceLocation)
        throw ExitCode.failure
    }
    return try #require(command.command as? Command, sourceLocation: sourceLocation)
}

/// An outcome as one line, for tables of expectations.
func describe(_ outcome: ParseOutcome) -> String {
    switch outcome {
    case .command(let command): "run \(command.path)"
    case .help(let path): "help \(path)"
    case .version(let version, let path): "version \(version) of \(path)"
    case .failure(let failure): "\(failure.path): \(failure.message)"
    }
}

/// What a line, split at spaces, leads to.
func outcome(_ line: String) -> String {
    describe(CommandLineRunner.parse(root: Sample.self, arguments: line.split(separator: " ").map(String.init)))
}
