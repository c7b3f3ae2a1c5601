import CommandLineKit
import Testing

@Suite struct PromptTests {
    /// A person who types these lines and then leaves.
    private final class Person {
        var lines: [String]
        var screen = ""

        init(_ lines: [String]) { self.lines = lines }

        var prompt: Prompt {
            Prompt(
                readLine: { self.lines.isEmpty ? nil : self.lines.removeFirst() }, write: { self.screen += $0 })
        }
    }

    @Test(arguments: [
        (["y"], false, true), (["YES"], false, true), ([" y "], false, true), (["n"], true, false),
        ([""], false, false), ([""], true, true), (["maybe", "y"], false, true),
        // Nobody there: nothing dangerous happens.
        ([], true, false), (["maybe"], true, false),
    ])
    func `confirms`(lines: [String], standard: Bool, expected: Bool) {
        #expect(Person(lines).prompt.confirm("Go on?", default: standard) == expected)
    }

    @Test func `shows the question`() {
        let person = Person(["what", "y"])
        _ = person.prompt.confirm("Go on?")
        #expect(person.screen == "Go on? [y/N] Please answer 'y' or 'n'.\nGo on? [y/N] ")
    }

    @Test(
        arguments: [
            (["2"], 1), (["local"], 1), (["LOC"], 1), (["g"], 0), ([""], 2), (["s", "3"], 2), (["9", "0", "1"], 0),
            ([], nil),
            (["-1", "x"], nil),
        ] as [([String], Int?)])
    func `chooses`(lines: [String], expected: Int?) {
        let words = ["global", "local", "skip", "stop"]
        #expect(Person(lines).prompt.choose("Where?", from: words, default: 2) == expected)
    }

    @Test func `asks again without a default`() {
        let person = Person(["", "2"])
        #expect(person.prompt.choose("Which?", from: ["a", "b"]) == 1)
        #expect(person.screen.hasPrefix("  1) a\n  2) b\nWhich? Please answer with a number from 1 to 2"))
    }
}
