import CoordinatorFixtures
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// Nothing that a side says is left out of a suggestion.
@Suite struct SuggestionMeaningTests {
    @Test(
        "blanks that say something are no blanks",
        arguments: [
            ("f.js", "f(\"a b\", 1);\n", "f(\"a b\", 2);\n", "f(\"a  b\", 1);\n"),
            ("f.js", "f(`a b`, 1);\n", "f(`a b`, 2);\n", "f(`a  b`, 1);\n"),
            ("f.js", "f(`a\nb`, 1);\n", "f(`a\nb`, 2);\n", "f(`a \nb`, 1);\n"),
            ("f.tsx", "f(<p>a {b}</p>, 1);\n", "f(<p>a {b}</p>, 2);\n", "f(<p>a{b}</p>, 1);\n"),
            ("f.js", "f(1); // a b\n", "f(2); // a b\n", "f(1); // a  b\n"),
            ("f.js", "g(); // a\nf(1);\n", "g(); // a\nf(2);\n", "g(); // a f(1);\n"),
            (
                "f.js", "function f() {\n  return x(1);\n}\n", "function f() {\n  return x(2);\n}\n",
                "function f() {\n  return\n  x(1);\n}\n"
            ),
            ("f.c", "#define A(x) x + 1\n", "#define A(x) x + 2\n", "#define A (x) x + 1\n"),
            (
                "f.c", "#ifdef A\nint b = 1;\n#endif\n", "#ifdef A\nint b = 2;\n#endif\n",
                "#ifdef A int b = 1;\n#endif\n"
            ),
            ("f.py", "s = 'a b' + 1\n", "s = 'a b' + 2\n", "s = 'a  b' + 1\n"),
            ("f.py", "if a:\n    b()\n    c(1)\n", "if a:\n    b()\n    c(2)\n", "if a:\n    b()\nc(1)\n"),
            (
                "f.go", "package p\n\nvar s = f(`a b`, 1)\n", "package p\n\nvar s = f(`a b`, 2)\n",
                "package p\n\nvar s = f(`a  b`, 1)\n"
            ),
            ("f.yaml", "a: \"b c\"\n", "a: \"b c d\"\n", "a: \"b  c\"\n"),
            ("f.yaml", "a:\n  b: 1\n", "a:\n  b: 2\n", "a:\n    b: 1\n"),
            ("Makefile", "a:\n\tb\n", "a:\n\tc\n", "a:\n        b\n"),
        ])
    func meaningfulBlanks(file: String, base: String, ours: String, theirs: String) throws {
        for (mine, other) in [(ours, theirs), (theirs, ours)] {
            let conflict = try ConflictFixture([file: base], ours: [file: mine], theirs: [file: other]).merge()
            #expect(try conflict.finding().type != .trivial)
            let found = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root).suggestions
            let results = found.map { String(decoding: $0.resolution, as: UTF8.self) }
            #expect(!results.contains(mine))
            #expect(!results.contains(other))
        }
    }

    @Test(
        "blanks that say nothing",
        arguments: [
            ("f.js", "f(\"a b\", 1);\n", "f(\"a b\", 2);\n", "f( \"a b\",1 );\n", false),
            ("f.tsx", "f(<p>a {b}</p>, 1);\n", "f(<p>a {b}</p>, 2);\n", "f(<p>a {b}</p>,  1);\n", false),
            ("f.py", "f('a b', 1)\n", "f('a b', 2)\n", "f('a b',  1)\n", false),
            ("f.c", "int a = 1;\n", "int a = 2;\n", "int  a = 1;\r\n", false),
            ("f.txt", "one\n", "two\n", "one \t\r\n", true),
            // Wrong syntax: nobody knows what is a string.
            ("f.js", "f(1;\n", "f(2;\n", "f(1; \n", true),
        ])
    func blanks(file: String, base: String, ours: String, theirs: String, isByText: Bool) throws {
        let conflict = try ConflictFixture([file: base], ours: [file: ours], theirs: [file: theirs]).merge()
        #expect(try conflict.finding().type == .trivial)
        let suggestion = try #require(
            try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root).suggestions.first)
        #expect(String(decoding: suggestion.resolution, as: UTF8.self) == ours)
        #expect(suggestion.strategy == "trivial")
        #expect(suggestion.risks.contains { $0.hasPrefix("compared as text") } == isByText)
    }

    @Test(
        "one side takes away what the other begins to use",
        arguments: [
            ("f.java", "class A {\n  int helper() { return 1; }\n  int z;\n}\n", "  int more() { return helper(); }\n"),
            (
                "f.java", "class A {\n  int helper() { return 1; }\n  int z;\n}\n",
                "  int more() { return run(this::helper); }\n"
            ),
            ("f.java", "class A {\n  int helper() { return 1; }\n  int z;\n}\n", "  class B { int m = helper(); }\n"),
            ("f.cpp", "class A {\n  int helper() { return 1; }\n  int z;\n};\n", "  int more() { return helper(); }\n"),
            (
                "f.rs", "struct A;\nimpl A {\n    fn helper() {}\n    fn z() {}\n}\n",
                "    fn more() { Self::helper() }\n"
            ),
            ("f.rs", "struct A;\nimpl A {\n    fn helper() {}\n    fn z() {}\n}\n", "    fn more() { A::helper() }\n"),
        ])
    func takenAway(file: String, base: String, more: String) throws {
        let lines = base.split(separator: "\n").map { String($0) + "\n" }
        let place = try #require(lines.firstIndex { $0.contains("helper") })
        let without = lines[..<place] + ["    // nothing\n"] + lines[(place + 1)...]
        let with = lines[...place] + [more] + lines[(place + 1)...]
        let conflict = try ConflictFixture([file: base], ours: [file: without.joined()], theirs: [file: with.joined()])
            .merge()
        let survey = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
        #expect(survey.conflicts.findings.map(\.type).contains(.semantic))
        #expect(survey.suggestions.isEmpty)
    }

    @Test("what Claude leaves out is said, and where both sides agree on it, is not believed")
    func leftOut() throws {
        let lines = (1...9).map { "line \($0)\n" }
        func file(_ middle: String) -> String { lines[..<4].joined() + middle + lines[5...].joined() }
        let conflict = try ConflictFixture(
            ["f.txt": lines.joined()], ours: ["f.txt": file("mine\n")], theirs: ["f.txt": file("theirs\n")]
        ).merge()
        for (answer, risks, isBelieved) in [
            (file("mine\ntheirs\n"), 0, true), (file("both\n"), 2, true), ("mine\ntheirs\n", 1, false), ("", 3, false),
        ] {
            let text = "=====BEGIN FILE=====\n\(answer)=====END FILE====="
            let question = ClaudeQuestion { _, _ in .success(ClaudeAnswer(text: Array(text.utf8), cost: nil)) }
            let found = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root, claude: question)
                .suggestions
            let made = try #require(found.first { $0.resolution == Array(answer.utf8) })
            #expect(made.risks.count { $0.contains("leaves out") } == risks, "\(made.risks)")
            #expect((made.score >= 0.5) == isBelieved, "\(made.score)")
        }
    }

    @Test("what would not be suggested any more is not offered any more")
    func withdrawn() throws {
        let conflict = try ConflictFixture(["f.txt": "a\n"], ours: ["f.txt": "a\nb\n"], theirs: ["f.txt": "a\nc\n"])
            .merge()
        let command = try conflict.fixture.command()
        #expect(try Suggestions(command).make(at: conflict.fixture.root).suggestions.count == 1)
        try conflict.fixture.sql("UPDATE suggestions SET resolution_id = 'another'")
        #expect(try Suggestions(command).make(at: conflict.fixture.root).suggestions.map(\.resolutionID) != ["another"])
        #expect(try Suggestions(command).list(SuggestionFilter()).total == 1)
    }

    @Test("an enumerator is a name of its own")
    func enumerators() throws {
        for (form, isSeen) in [("enum Color", true), ("typedef enum", true), ("enum class Color", false)] {
            let end = form.hasPrefix("t") ? "} Color;\n" : "};\n"
            let (base, ours) = ("\(form) { RED, BLUE \(end)int a;\n", "\(form) { BLUE \(end)int a;\nint b;\n")
            let theirs = base + "int c(int x) { return x == RED; }\n"
            let conflict = try ConflictFixture(["f.cpp": base], ours: ["f.cpp": ours], theirs: ["f.cpp": theirs])
                .merge()
            let survey = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
            #expect(survey.suggestions.isEmpty == isSeen, "\(form)")
        }
    }

    @Test("no side's comment is dropped without a word")
    func comments() throws {
        let base = "function f() {\n  // step one\n  run(1);\n}\n"
        let conflict = try ConflictFixture(
            ["f.js": base], ours: ["f.js": base.replacing("run(1)", with: "run(2)")],
            theirs: ["f.js": base.replacing("one", with: "one: never call run with 0")]
        ).merge()
        #expect(try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root).suggestions.isEmpty)
    }

    @Test(
        "an attribute says that a file is not to be merged: it is not trivial, and nothing is suggested",
        arguments: [("f.lock", ConflictType.concurrentEdit), ("f.py", .structural)])
    func unmergedByAttribute(file: String, type: ConflictType) throws {
        let base = (1...30).map { "a\($0) = \($0)\n" }.joined()
        let conflict = try ConflictFixture(
            [file: base, ".gitattributes": "\(file) -merge\n"],
            ours: [file: base.replacing("a3 = 3", with: "a3 = 33")],
            theirs: [file: base.replacing("a25 = 25", with: "a25 = 52")]
        ).merge()
        let survey = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
        let finding = try #require(survey.conflicts.findings.first)
        #expect(finding.type == type)
        #expect(finding.markers.isEmpty)
        #expect(finding.notes.first?.hasPrefix("the lines of the sides do not meet") == true)
        #expect(survey.suggestions.isEmpty)
        #expect(survey.without.map(\.path) == [Array(file.utf8)])
    }

    @Test("the end of the file is that of the side that is taken")
    func ends() throws {
        for (base, ours, theirs, expected) in [
            ("one\r\ntwo", "one\r\ntwo ", "one\r\nthree", "one\r\nthree"), ("", "mine", "theirs", "mine\ntheirs"),
        ] {
            let conflict = try ConflictFixture(["f.txt": base], ours: ["f.txt": ours], theirs: ["f.txt": theirs])
                .merge()
            let found = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root).suggestions
            #expect(found.map { String(decoding: $0.resolution, as: UTF8.self) } == [expected])
        }
    }

    @Test("a side that has changed only blanks has changed nothing, even where the other changes blanks that count")
    func blanksOnBothSides() throws {
        let base = "function f() {\n  return a;\n}\n"
        let (said, blank) = (base.replacing("return a", with: "return\n    a"), base.replacing("a;", with: "a ;"))
        for (ours, theirs) in [(said, blank), (blank, said)] {
            let conflict = try ConflictFixture(["f.js": base], ours: ["f.js": ours], theirs: ["f.js": theirs]).merge()
            let survey = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
            #expect(survey.conflicts.findings.map(\.type) == [.trivial])
            #expect(survey.suggestions.map { String(decoding: $0.resolution, as: UTF8.self) } == [said])
            #expect(survey.suggestions.allSatisfy { $0.risks.isEmpty })
        }
    }
}
