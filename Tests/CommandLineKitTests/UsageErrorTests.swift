import CommandLineKit
import Testing

@Suite struct UsageErrorTests {
    @Test(arguments: [
        ("", "sample: 'sample' needs a subcommand."),
        ("templates", "sample templates: 'sample templates' needs a subcommand."),
        ("statsu", "sample: 'sample' has no subcommand 'statsu'. Did you mean 'status'?"),
        ("bogus", "sample: 'sample' has no subcommand 'bogus'."),
        // Old names are never proposed.
        ("show-statu", "sample: 'sample' has no subcommand 'show-statu'."),
        ("help bogus", "sample: 'sample' has no subcommand 'bogus'."),
        ("status --jsno", "sample status: Unknown option '--jsno'. Did you mean '--json'?"),
        ("status -x", "sample status: Unknown option '-x'."),
        ("status -json", "sample status: Unknown option '-json'. Did you mean '--json'?"),
        (
            "sandbox list -5",
            "sample sandbox list: Unknown option '-5'. A value that starts with a dash comes after '--'."
        ),
        ("status -jx", "sample status: Unknown option '-x'."),
        ("--json status", "sample: Unknown option '--json'. Options of a subcommand come after its name."),
        ("-- status", "sample: Unexpected argument 'status'."),
        ("status a", "sample status: Unexpected argument 'a'."),
        ("status a b", "sample status: 2 unexpected arguments: 'a', 'b'."),
        ("status --repo", "sample status: '--repo <path>' needs a value."),
        (
            "status --repo --json",
            "sample status: '--repo <path>' needs a value. "
                + "A value that starts with a dash is written '--repo=--json'."
        ),
        ("status --repo -- x", "sample status: '--repo <path>' needs a value."),
        ("status -rj", "sample status: '-r <path>' needs a value."),
        (
            "status --limit -5",
            "sample status: '--limit <limit>' needs a value. "
                + "A value that starts with a dash is written '--limit=-5'."
        ),
        ("status --json=yes", "sample status: '--json' takes no value, but 'yes' was given."),
        ("status -j=yes", "sample status: '-j' takes no value, but 'yes' was given."),
        (
            "status --limit 3abc",
            "sample status: The value '3abc' is invalid for '--limit <limit>': expected a whole number."
        ),
        (
            "status --limit 99999999999999999999",
            "sample status: The value '99999999999999999999' is invalid for '--limit <limit>': "
                + "expected a whole number."
        ),
        ("sandbox run --prompt x -n -1", "sample sandbox run: '-n <count>' needs a value."),
        (
            "sandbox run --prompt x -n=-1",
            "sample sandbox run: The value '-1' is invalid for '-n <count>': "
                + "expected a whole number, not below 0."
        ),
        (
            "sandbox run --prompt x --backend dcoker",
            "sample sandbox run: The value 'dcoker' is invalid for '--backend <backend>': "
                + "expected one of 'docker', 'bubblewrap'. Did you mean 'docker'?"
        ),
        (
            "sandbox run --prompt x --budget=-1",
            "sample sandbox run: The value '-1' is invalid for '--budget <budget>': a budget is not negative"
        ),
        ("sandbox run", "sample sandbox run: Missing expected argument '--prompt <prompt>'."),
        (
            "sandbox run --task --prompt x",
            "sample sandbox run: '--task <task>' needs a value. "
                + "A value that starts with a dash is written '--task=--prompt'."
        ),
        ("templates copy", "sample templates copy: Missing expected argument '<source>'."),
        ("status --json --quiet", "sample status: '--json' and '--quiet' exclude each other."),
        ("sandbox run --prompt x -n 101", "sample sandbox run: '-n' is at most 100."),
    ])
    func `names what is wrong`(line: String, expected: String) {
        #expect(outcome(line) == expected)
    }

    @Test func `carries a kind and a subject`() throws {
        let result = CommandLineRunner.parse(root: Sample.self, arguments: ["status", "--jsno"])
        guard case .failure(let failure) = result else { throw ExitCode.failure }
        let error = try #require(failure.error as? UsageError)
        #expect(error.kind == .unknownOption)
        #expect(error.subject == "--jsno")
        #expect(error.suggestion == "--json")
        #expect(failure.hint == "See 'sample status --help'.")
    }

    @Test(arguments: [(["--json", "x"], true), (["--", "--json"], false), (["--jsonx"], false)])
    func `knows whether a flag was asked for`(arguments: [String], expected: Bool) throws {
        let result = CommandLineRunner.parse(root: Sample.self, arguments: ["status", "--bad"] + arguments)
        guard case .failure(let failure) = result else { throw ExitCode.failure }
        #expect(failure.mentions(flag: "json") == expected)
    }

    @Test func `exits 64 with usage and pointer`() throws {
        let result = CommandLineRunner.parse(root: Sample.self, arguments: ["migrate", "--verison", "1"])
        guard case .failure(let failure) = result else { throw ExitCode.failure }
        let exit = CommandExit(failure, path: failure.path, width: 80)
        #expect(exit.code == ExitCode(64))
        #expect(exit.isError)
        #expect(
            exit.text == """
                Error: Unknown option '--verison'. Did you mean '--version'?
                Usage: sample migrate [--version <version>] [-V]
                See 'sample migrate --help'.
                """)
    }

    @Test func `repeats hostile text harmlessly`() throws {
        let hostile = "--\u{1B}[2J" + String(repeating: "x", count: 1_000_000)
        let result = CommandLineRunner.parse(root: Sample.self, arguments: ["status", hostile])
        guard case .failure(let failure) = result else { throw ExitCode.failure }
        #expect(failure.message.hasPrefix("Unknown option '--\\u{1b}[2Jxxx"))
        #expect(failure.message.count < 100)
    }

    @Test func `maps other errors`() {
        let path = CommandPath(root: Sample.self)
        struct Broken: Error {}
        #expect(CommandExit(ExitCode(3), path: path, width: 80).text == nil)
        #expect(CommandExit(ExitCode(3), path: path, width: 80).code == ExitCode(3))
        #expect(CommandExit(CleanExit.message("done"), path: path, width: 80).text == "done")
        #expect(CommandExit(CleanExit.message("done"), path: path, width: 80).isError == false)
        #expect(CommandExit(Broken(), path: path, width: 80).text == "Error: Broken()")
        #expect(CommandExit(Broken(), path: path, width: 80).code == .failure)
        #expect(CommandExit(ValidationError("no"), path: path, width: 80).code == .validationFailure)
    }
}
