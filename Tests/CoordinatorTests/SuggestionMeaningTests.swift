import TestSupport
import Testing

@testable import Coordinator

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
            let quarrel = try Quarrel([file: base], ours: [file: mine], theirs: [file: other]).merge()
            #expect(try quarrel.finding().type != .trivial)
            let found = try quarrel.world.command().makeSuggestions(at: quarrel.world.root).suggestions
            let results = found.map { String(decoding: $0.resolution, as: UTF8.self) }
            #expect(!results.contains(mine) && !results.contains(other))
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
        let quarrel = try Quarrel([file: base], ours: [file: ours], theirs: [file: theirs]).merge()
        #expect(try quarrel.finding().type == .trivial)
        let suggestion = try #require(
            try quarrel.world.command().makeSuggestions(at: quarrel.world.root).suggestions.first)
        #expect(String(decoding: suggestion.resolution, as: UTF8.self) == ours && suggestion.strategy == "trivial")
        #expect(suggestion.risks.contains { $0.hasPrefix("compared as text") } == isByText)
    }

    @Test("no side's comment is dropped without a word")
    func comments() throws {
        let base = "function f() {\n  // step one\n  run(1);\n}\n"
        let quarrel = try Quarrel(
            ["f.js": base], ours: ["f.js": base.replacing("run(1)", with: "run(2)")],
            theirs: ["f.js": base.replacing("one", with: "one: never call run with 0")]
        ).merge()
        #expect(try quarrel.world.command().makeSuggestions(at: quarrel.world.root).suggestions.isEmpty)
    }

    @Test(
        "an attribute says that a file is not to be merged: it is not trivial, and nothing is suggested",
        arguments: [("f.lock", ConflictType.concurrentEdit), ("f.py", .structural)])
    func unmergedByAttribute(file: String, type: ConflictType) throws {
        let base = (1...30).map { "a\($0) = \($0)\n" }.joined()
        let quarrel = try Quarrel(
            [file: base, ".gitattributes": "\(file) -merge\n"],
            ours: [file: base.replacing("a3 = 3", with: "a3 = 33")],
            theirs: [file: base.replacing("a25 = 25", with: "a25 = 52")]
        ).merge()
        let survey = try quarrel.world.command().makeSuggestions(at: quarrel.world.root)
        let finding = try #require(survey.conflicts.findings.first)
        #expect(finding.type == type && finding.markers.isEmpty)
        #expect(finding.notes.first?.hasPrefix("the lines of the sides do not meet") == true)
        #expect(survey.suggestions.isEmpty && survey.without.map(\.path) == [Array(file.utf8)])
    }

    @Test("the end of the file is that of the side that is taken")
    func ends() throws {
        for (base, ours, theirs, expected) in [
            ("one\r\ntwo", "one\r\ntwo ", "one\r\nthree", "one\r\nthree"), ("", "mine", "theirs", "mine\ntheirs"),
        ] {
            let quarrel = try Quarrel(["f.txt": base], ours: ["f.txt": ours], theirs: ["f.txt": theirs]).merge()
            let found = try quarrel.world.command().makeSuggestions(at: quarrel.world.root).suggestions
            #expect(found.map { String(decoding: $0.resolution, as: UTF8.self) } == [expected])
        }
    }

    @Test("a side that has changed only blanks has changed nothing, even where the other changes blanks that count")
    func blanksOnBothSides() throws {
        let base = "function f() {\n  return a;\n}\n"
        let (said, blank) = (base.replacing("return a", with: "return\n    a"), base.replacing("a;", with: "a ;"))
        for (ours, theirs) in [(said, blank), (blank, said)] {
            let quarrel = try Quarrel(["f.js": base], ours: ["f.js": ours], theirs: ["f.js": theirs]).merge()
            let survey = try quarrel.world.command().makeSuggestions(at: quarrel.world.root)
            #expect(survey.conflicts.findings.map(\.type) == [.trivial])
            #expect(survey.suggestions.map { String(decoding: $0.resolution, as: UTF8.self) } == [said])
            #expect(survey.suggestions.allSatisfy { $0.risks.isEmpty })
        }
    }
}
