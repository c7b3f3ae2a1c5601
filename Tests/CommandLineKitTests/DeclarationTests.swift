import CommandLineKit
import Testing

@Suite struct DeclarationTests {
    struct URLNames: ParsableCommand {
        @Flag var maxConcurrentTasks = false
        @Flag var sessionID = false
        @Flag var plan2File = false
    }

    @Test func `spells names in kebab case`() {
        let usage = HelpRenderer(width: 200).usage(CommandPath(root: URLNames.self))
        #expect(usage == "url-names [--max-concurrent-tasks] [--session-id] [--plan2-file]")
    }

    @Test func `finds no fault in the sample`() {
        #expect(DeclarationCheck.problems(in: Sample.self).isEmpty)
    }

    struct Faulty: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "faulty", subcommands: [Secret.self, Secret.self], defaultSubcommand: Status.self)
        @Flag(name: .long) var twice = false
        @Option(name: .customLong("twice")) var again = ""
        @Argument() var maybe: String?
        @Argument() var needed: String
        @Argument() var list: [String]
        @Argument() var never: String?
    }

    @Test func `finds faults`() {
        #expect(
            DeclarationCheck.problems(in: Faulty.self) == [
                "faulty: the option '--twice' is declared twice.",
                "faulty: the subcommand 'secret' is declared twice.",
                "faulty: the required <needed> comes after the optional <maybe>.",
                "faulty: <never> comes after the list <list>.",
                "faulty: the default subcommand 'status' is not among the subcommands.",
            ])
    }
}
