import CommandLineKit
import Testing

@Suite struct CommandPathTests {
    @Test(arguments: [
        ("status", "run sample status"),
        ("st", "run sample status"),
        ("sandbox run --prompt x", "run sample sandbox run"),
        // The default subcommand takes no arguments, values and options alike.
        ("sandbox", "run sample sandbox list"),
        ("sandbox --all", "run sample sandbox list"),
        ("sandbox one two", "run sample sandbox list"),
        ("sandbox -- --all", "run sample sandbox list"),
        ("secret", "run sample secret"),
        ("show-status --json", "run sample show-status"),
    ])
    func `reaches the command`(line: String, expected: String) {
        #expect(outcome(line) == expected)
    }

    @Test(arguments: [
        ("--help", "help sample"),
        ("-h", "help sample"),
        ("help", "help sample"),
        ("help help", "help sample"),
        ("help --help", "help sample"),
        ("status --help", "help sample status"),
        ("status -jh", "help sample status"),
        ("sandbox --help", "help sample sandbox"),
        ("sandbox help run", "help sample sandbox run"),
        ("help sandbox run", "help sample sandbox run"),
        ("help st", "help sample status"),
        // A wrong line that asks for help gets it.
        ("status --wrong --help", "help sample status"),
        ("sandbox run --help", "help sample sandbox run"),
        ("exec --help", "help sample exec"),
    ])
    func `finds help`(line: String, expected: String) {
        #expect(outcome(line) == expected)
    }

    @Test(arguments: [
        ("--version", "version 1.2.3 of sample"),
        ("-V", "version 1.2.3 of sample"),
        // A subcommand's own option of that name is its own.
        ("migrate --version 2.2.0", "run sample migrate"),
        ("migrate -V", "run sample migrate"),
        ("status --version", "sample status: Unknown option '--version'."),
    ])
    func `keeps versions apart`(line: String, expected: String) {
        #expect(outcome(line) == expected)
    }

    @Test func `gives the subcommand its version`() throws {
        #expect(try parsed(Migrate.self, ["migrate", "--version", "2.2.0"]).version == "2.2.0")
        #expect(try parsed(Migrate.self, ["migrate"]).version == "2.0.0")
    }

    @Test func `remembers how it was called`() throws {
        let outcome = CommandLineRunner.parse(root: Sample.self, arguments: ["st", "--json"])
        guard case .command(let command) = outcome else { throw ExitCode.failure }
        #expect(command.path.typedNames == ["st"])
        #expect(command.path.names == ["sample", "status"])
        #expect(command.parents.count == 1)
    }

    @Test func `runs the command`() throws {
        var command = try parsed(Secret.self, ["secret"])
        #expect(throws: ExitCode(7)) { try command.run() }
    }

    @Test func `help of a helpless group is its default behaviour`() throws {
        var command: any ParsableCommand = Templates()
        let error = try #require(throws: CleanExit.self) { try command.run() }
        let exit = CommandExit(error, path: CommandPath(root: Sample.self), width: 80)
        #expect(exit.text?.contains("USAGE: sample templates <subcommand>") == true)
        #expect(exit.code.isSuccess)
    }
}
