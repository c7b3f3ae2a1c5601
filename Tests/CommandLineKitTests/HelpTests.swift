import CommandLineKit
import Testing

@Suite struct HelpTests {
    private func help(_ names: [String], width: Int = 80) throws -> String {
        let outcome = CommandLineRunner.parse(root: Sample.self, arguments: ["help"] + names)
        guard case .help(let path) = outcome else { throw ExitCode.failure }
        return HelpRenderer(width: width).render(path)
    }

    @Test func `shows a program`() throws {
        #expect(
            try help([]) == """
                OVERVIEW: A program to test with.

                It does nothing.

                USAGE: sample <subcommand>

                OPTIONS:
                  -V, --version           Show the version.
                  -h, --help              Show help information.

                SUBCOMMANDS:
                  status, st              Show the sessions.
                  migrate                 Bring the database forward.
                  exec                    Run a program.
                  show-status             [DEPRECATED] Use 'sample status'.

                SANDBOX SUBCOMMANDS:
                  sandbox                 Tasks in containers.
                  templates               Templates of tasks.

                  See 'sample help <subcommand>' for detailed help.
                """)
    }

    @Test func `shows a command`() throws {
        #expect(
            try help(["sandbox", "run"]) == """
                OVERVIEW: Run a task.

                USAGE: sample sandbox run [--backend <backend>] --prompt <prompt>
                       [--task <task> ...] [--env <K=v> ...] [-n <count>] [--budget <budget>]
                       [--plan-file <plan-file>] [-fast]

                OPTIONS:
                  --backend <backend>     Where. (values: docker, bubblewrap; default: docker)
                                          Docker needs a daemon.
                  --prompt <prompt>       What to do.
                  --task <task>           Further tasks.
                  --env <K=v>             Environment.
                  -n <count>              How many. (default: 1)
                  --budget <budget>       Dollars.
                  --plan-file <plan-file> A plan.
                  -f, -fast               Skip what can be skipped.
                  -h, --help              Show help information.
                """)
    }

    @Test func `marks the default subcommand`() throws {
        let text = try help(["sandbox"])
        #expect(text.contains("USAGE: sample sandbox [<subcommand>]"))
        #expect(text.contains("  list, ls (default)      List tasks."))
        #expect(text.hasSuffix("  See 'sample help sandbox <subcommand>' for detailed help."))
    }

    @Test func `shows positional arguments`() throws {
        let text = try help(["templates", "copy"])
        #expect(text.contains("USAGE: sample templates copy <source> [<target>] [-- <notes> ...]"))
        #expect(text.contains("ARGUMENTS:\n  <source>                The source.\n"))
    }

    @Test func `hides what is hidden`() throws {
        #expect(try !help([]).contains("secret"))
        #expect(try !help(["secret"]).contains("token"))
    }

    @Test(arguments: [40, 60, 100])
    func `wraps at the width`(width: Int) throws {
        for line in try help(["sandbox", "run"], width: width).split(separator: "\n") where line.contains(" ") {
            // A single word wider than the column is left whole.
            #expect(line.count <= width || line.split(separator: " ").count <= 3, "\(line)")
        }
    }

    @Test func `surveys many options`() throws {
        struct Many: ParsableCommand {
            @Flag var one = false
            @Flag var two = false
            @Flag var three = false
            @Flag var four = false
            @Flag var five = false
            @Flag var six = false
            @Flag var seven = false
            @Flag var eight = false
            @Flag var nine = false
            @Option() var needed: String
        }
        #expect(HelpRenderer(width: 80).usage(CommandPath(root: Many.self)) == "many [<options>] --needed <needed>")
    }

    struct Titled: ParsableCommand {
        static let configuration = CommandConfiguration(usage: "titled <whatever>")
        @OptionGroup(title: "Common") var common: CommonOptions
        @OptionGroup(visibility: .hidden) var migrate: Migrate
    }

    @Test func `gives groups their sections`() {
        #expect(
            HelpRenderer(width: 80).render(CommandPath(root: Titled.self)) == """
                USAGE: titled <whatever>

                COMMON:
                  -j, --json              Print one JSON document.
                  -q, --quiet             Print ids only.

                OPTIONS:
                  -h, --help              Show help information.
                """)
    }
}
