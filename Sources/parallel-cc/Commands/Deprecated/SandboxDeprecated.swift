internal import CommandLineKit

/// A command `sandbox-<verb>`, as scripts of older programs have it: `sandbox <verb>` with the same arguments.
protocol SandboxDeprecated: ParsableCommand {
    static var verb: String { get }

    var passed: PassedArguments { get }
}

/// The arguments of an old name; all belong to the command of today.
struct PassedArguments: ParsableArguments {
    @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("The command's own.", valueName: "arguments"))
    var words: [String] = []
}

extension SandboxDeprecated {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sandbox-\(verb)",
            abstract: "\(CommandConfiguration.deprecationMark) Use sandbox \(verb).", helpNames: [])
    }

    mutating func run() throws {
        // Whoever asks for help reads of today's command anyway.
        let asksForHelp = passed.words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
        if !asksForHelp { Deprecation.warn(old: "sandbox-\(Self.verb)", new: "sandbox \(Self.verb)") }
        try CompanionProgram.sandbox.run(["sandbox", Self.verb] + passed.words)
    }
}

/// `sandbox-run`.
struct SandboxRunDeprecated: SandboxDeprecated {
    static let verb = "run"

    @OptionGroup var passed: PassedArguments
}

/// `sandbox-logs`.
struct SandboxLogsDeprecated: SandboxDeprecated {
    static let verb = "logs"

    @OptionGroup var passed: PassedArguments
}

/// `sandbox-download`.
struct SandboxDownloadDeprecated: SandboxDeprecated {
    static let verb = "download"

    @OptionGroup var passed: PassedArguments
}

/// `sandbox-kill`.
struct SandboxKillDeprecated: SandboxDeprecated {
    static let verb = "kill"

    @OptionGroup var passed: PassedArguments
}

/// `sandbox-list`.
struct SandboxListDeprecated: SandboxDeprecated {
    static let verb = "list"

    @OptionGroup var passed: PassedArguments
}

/// `sandbox-status`.
struct SandboxStatusDeprecated: SandboxDeprecated {
    static let verb = "status"

    @OptionGroup var passed: PassedArguments
}
