import CommandLineKit
import Testing

/// A command that hands its arguments to another program leaves the help to it, too.
@Suite struct CommandWithoutHelpTests {
    private struct Root: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "root", subcommands: [Other.self])
    }

    private struct Other: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Another program's.", helpNames: [])

        @Argument(parsing: .captureForPassthrough)
        var words: [String] = []
    }

    @Test(arguments: [
        (["other"], []), (["other", "--help"], ["--help"]), (["other", "-h"], ["-h"]),
        (["other", "run", "--help"], ["run", "--help"]), (["help", "other"], ["--help"]),
        (["help", "other", "run"], ["run", "--help"]), (["help", "other", "--help"], ["--help"]),
    ])
    func `gets every word`(_ line: [String], _ words: [String]) throws {
        guard case .command(let parsed) = CommandLineRunner.parse(root: Root.self, arguments: line) else {
            Issue.record("\(line) is no call of the command")
            return
        }
        #expect((parsed.command as? Other)?.words == words)
    }

    @Test func `is listed and has no section of its own in documents`() {
        let text = MarkdownRenderer.render(root: Root.self)
        #expect(text.contains("- [`root other`](#root-other): Another program's."))
        #expect(!text.contains("## root other"))
        #expect(ManualRenderer(version: "1").pages(root: Root.self).map(\.fileName) == ["root.1"])
    }

    @Test func `is described by the program that has it`() {
        #expect(MarkdownRenderer.sections(below: Sample.self).hasPrefix("## sample status\n"))
        #expect(!MarkdownRenderer.sections(below: Sample.self).contains("# sample\n"))
    }
}
