import CommandLineKit

/// A small program with one example of everything that can be declared.
struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "A program to test with.", discussion: "It does nothing.", version: "1.2.3",
        subcommands: [Status.self, Migrate.self, Exec.self, OldStatus.self, Secret.self],
        groupedSubcommands: [CommandGroup(name: "Sandbox", subcommands: [Sandbox.self, Templates.self])])
}

struct CommonOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print one JSON document.")
    var json = false

    @Flag(name: [.customShort("q"), .long], help: "Print ids only.")
    var quiet = false

    func validate() throws {
        if json && quiet { throw ValidationError("'--json' and '--quiet' exclude each other.") }
    }
}

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the sessions.", aliases: ["st"])

    @Option(name: .shortAndLong, help: ArgumentHelp("Only this repository.", valueName: "path"), completion: .directory)
    var repo: String?

    @Option(help: "At most so many.")
    var limit = 20

    @OptionGroup var common: CommonOptions
}

struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the database forward.")

    @Option(help: "The version to reach.")
    var version = "2.0.0"

    @Flag(name: .customShort("V"), help: "Say more.")
    var verbose = false
}

/// Runs another program: everything from the first value on is its own.
struct Exec: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run a program.")

    @Flag var dryRun = false

    @Argument(parsing: .captureForPassthrough, help: "The program and its arguments.")
    var command: [String] = []
}

struct OldStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show-status", abstract: "[DEPRECATED] Use 'sample status'.")

    @OptionGroup var command: Status
}

struct Secret: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Not listed.", shouldDisplay: false)

    @Option(help: .hidden) var token: String?

    mutating func run() throws { throw ExitCode(7) }
}

struct Sandbox: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tasks in containers.", subcommands: [SandboxRun.self, SandboxList.self],
        defaultSubcommand: SandboxList.self)
}

enum Backend: String, CaseIterable, ExpressibleByArgument {
    case docker
    case bubblewrap
}

struct SandboxRun: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run a task.")

    @Option(help: ArgumentHelp("Where.", discussion: "Docker needs a daemon."))
    var backend = Backend.docker

    @Option(parsing: .unconditional, help: "What to do.")
    var prompt: String

    @Option(parsing: .upToNextOption, help: "Further tasks.")
    var task: [String] = []

    @Option(name: .customLong("env"), help: ArgumentHelp("Environment.", valueName: "K=v"))
    var environment: [String] = []

    @Option(name: .customShort("n", allowingJoined: true), help: ArgumentHelp("How many.", valueName: "count"))
    var count: UInt = 1

    @Option(
        help: "Dollars.",
        transform: { text in
            guard let value = Double(text), value >= 0 else { throw ValidationError("a budget is not negative") }
            return value
        })
    var budget: Double?

    @Option(help: "A plan.", completion: .file(extensions: ["md", "txt"]))
    var planFile: String?

    @Flag(name: [.short, .customLong("fast", withSingleDash: true)], help: "Skip what can be skipped.")
    var fast = false

    mutating func validate() throws {
        if count > 100 { throw ValidationError("'-n' is at most 100.") }
    }
}

struct SandboxList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List tasks.", aliases: ["ls"])

    @Flag(help: "Finished ones too.") var all = false

    @Argument(help: "Which ones.", completion: .shellCommand("printf 'alpha\\nbeta\\n'"))
    var names: [String] = []
}

struct Templates: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Templates of tasks.", subcommands: [TemplatesCopy.self])
}

struct TemplatesCopy: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "copy", abstract: "Copy a template.")

    @Argument(help: "The source.", completion: .list(["base", "node js"])) var source: String

    @Argument(help: "The target.", completion: .file()) var target: String?

    @Argument(parsing: .postTerminator, help: "Notes.") var notes: [String] = []
}
