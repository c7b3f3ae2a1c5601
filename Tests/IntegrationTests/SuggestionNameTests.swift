import CoordinatorFixtures
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// Both sides call different things by one name: nothing is suggested in which both are.
@Suite struct SuggestionNameTests {
    private func survey(_ file: String, _ base: String, _ ours: String, _ theirs: String) throws -> SuggestionSurvey {
        let conflict = try ConflictFixture([file: base], ours: [file: ours], theirs: [file: theirs]).merge()
        return try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
    }

    @Test(
        "one name for two things",
        arguments: [
            ("f.ts", "import a from 'a';\n", "import { join } from './x';\n", "import { join } from './y';\n"),
            ("f.ts", "import a from 'a';\n", "import join from './x';\n", "import * as join from './x';\n"),
            ("f.ts", "import a from 'a';\n", "import { thing } from './x';\n", "function thing() {}\n"),
            ("f.ts", "import a from 'a';\n", "import { b as thing } from './x';\n", "class thing {}\n"),
            ("f.ts", "foo();\n", "export { thing } from './x';\n", "export { thing } from './y';\n"),
            ("f.ts", "foo();\n", "export { b as thing } from './x';\n", "export const thing = 1;\n"),
            ("f.js", "const a = 1;\n", "export default a;\n", "export default function f() {}\n"),
            ("f.js", "foo();\n", "const { a: [thing = 1] } = lib;\n", "const [thing] = lib;\n"),
            ("f.ts", "foo();\n", "const bar = 1;\n", "function bar() {}\n"),
            ("f.py", "import os\n", "from x import join\n", "from y import join\n"),
            ("f.py", "import os\n", "import x.y as join\n", "import join\n"),
            ("f.py", "x = 1\n", "\nclass Thing:\n    pass\n", "\ndef Thing():\n    pass\n"),
            ("f.py", "x = 1\n", "y, z = 1, 2\n", "z, w = 3, 4\n"),
            ("f.go", "package p\n\n", "import \"text/template\"\n", "import \"html/template\"\n"),
            ("f.go", "package p\n\n", "import \"a/v2\"\n", "import a \"b\"\n"),
            ("f.go", "package p\n\n", "var a, Thing = 1, 2\n", "const (\n\tThing = 1\n\tz = 2\n)\n"),
            ("f.java", "import a.A;\n", "import java.util.List;\n", "import java.awt.List;\n"),
            ("f.java", "import a.A;\n", "import java.util.List;\n", "class List {}\n"),
            ("f.rs", "use std::a;\n", "use std::fmt::Result;\n", "use std::io::Result;\n"),
            ("f.rs", "use std::a;\n", "use std::fmt::{self, Result};\n", "use x::y as fmt;\n"),
            ("f.rs", "use std::a;\n", "mod thing;\n", "use x::thing;\n"),
            ("f.c", "int a;\n", "#define thing 1\n", "int thing(void);\n"),
            ("f.cpp", "int a;\n", "using x::thing;\n", "using y::thing;\n"),
        ])
    func clashes(file: String, base: String, ours: String, theirs: String) throws {
        let survey = try survey(file, base, base + ours, base + theirs)
        let finding = try #require(survey.conflicts.findings.first)
        #expect(finding.type == .semantic)
        #expect(finding.symbols.count == 1)
        #expect(finding.symbols.first?.ours == "added")
        #expect(finding.symbols.first?.theirs == "added")
        #expect(survey.suggestions.isEmpty)
    }

    @Test("a name within a list: one side unpacks it, the other declares it")
    func unpacked() throws {
        let survey = try survey(
            "f.ts", "const { one } = lib;\nfoo();\n", "const { one, two } = lib;\nfoo();\n",
            "const { one } = lib;\nconst two = 2;\nfoo();\n")
        #expect(survey.conflicts.findings.map(\.type) == [.semantic])
        #expect(survey.suggestions.isEmpty)
        #expect(survey.conflicts.findings.first?.symbols.map(\.name) == ["two"])
    }

    @Test("a type's members stand in two places")
    func twoPlaces() throws {
        let base = "struct S;\nimpl S {\n    fn a() {}\n}\n"
        let survey = try survey(
            "f.rs", base, base.replacing("{}\n}", with: "{}\n    fn thing() {}\n}") + "fn y() {}\n",
            base + "impl S {\n    fn thing() {}\n}\nfn z() {}\n")
        #expect(survey.suggestions.isEmpty)
    }

    @Test(
        "twice the same is refused where the language does not have it",
        arguments: [
            ("f.go", "package p\n\n", "import \"os\"\n", "import (\n\t\"io\"\n\t\"os\"\n)\n"),
            ("f.rs", "use std::a;\n", "use std::fmt;\n", "use std::{fmt, io};\n"),
        ])
    func doubled(file: String, base: String, ours: String, theirs: String) throws {
        #expect(try survey(file, base, base + ours, base + theirs).suggestions.isEmpty)
    }

    @Test(
        "different names, overloads, and one thing that both import",
        arguments: [
            ("f.ts", "foo();\n", "import { a } from './x';\n", "import { b } from './y';\n"),
            ("f.ts", "foo();\n", "const User = 1;\ntype User = number;\n", "const Other = 1;\ntype Other = number;\n"),
            ("f.go", "package p\n\n", "var _ I = (*A)(nil)\n", "var _ I = (*B)(nil)\n"),
            ("f.rs", "struct S;\n", "impl S {\n    fn f() {}\n}\n", "impl A for S {\n    fn f() {}\n}\n"),
            ("f.py", "import os\n", "import os.path\n", "import os.path\nimport re\n"),
            (
                "f.cpp", "int a;\n", "void f(int x) {}\nvoid f(int x, int y) {}\n",
                "void f(char c) {}\nvoid f(long l) {}\n"
            ),
        ])
    func goesTogether(file: String, base: String, ours: String, theirs: String) throws {
        let survey = try survey(file, base, base + ours, base + theirs)
        let symbols = survey.conflicts.findings.first?.symbols
        #expect(!survey.suggestions.isEmpty || symbols?.isEmpty == false, "\(survey.without)")
    }

    @Test(
        "one side takes away what the other begins to use in the same file: SEMANTIC, and nothing is suggested",
        arguments: [
            (
                "f.ts", "import { alpha, beta } from './x';\nfoo(alpha);\n\nbar(beta);\n",
                "import { alpha } from './x';\nfoo(alpha);\n\nbaz();\n",
                "import { alpha, beta, gamma } from './x';\nfoo(alpha);\n\nbar(beta);\nqux(beta, gamma);\n"
            ),
            (
                "f.py", "import os\nimport sys\n\ndef f():\n    return sys.argv\n",
                "import os\nimport re\n\ndef f():\n    return 1\n",
                "import os\nimport sys\nimport json\n\ndef f():\n    return sys.argv\n\ndef g():\n    return sys.path\n"
            ),
            (
                "f.go", "package p\n\nimport \"os\"\n\nfunc F() { os.Exit(1) }\n",
                "package p\n\nimport \"fmt\"\n\nfunc F() { fmt.Print(1) }\n",
                "package p\n\nimport \"os\"\nimport \"io\"\n\nfunc F() { os.Exit(1) }\n\nfunc G() { "
                    + "os.Exit(2); io.Copy(nil, nil) }\n"
            ),
            (
                "f.ts", "const x = 1;\nconst y = 2;\n", "const x = 1;\nconst z = x + 1;\nconst y = 2;\n",
                "const y = 2;\nconst w = 5;\n"
            ),
            (
                "f.py", "def alpha():\n    return 42 + 1\n",
                "def alpha():\n    return 42 + 1\n\ndef beta():\n    return alpha()\n",
                "def renamed():\n    return 42 + 1\n\ndef gamma():\n    return renamed()\n"
            ),
        ])
    func takenAway(file: String, base: String, ours: String, theirs: String) throws {
        for (mine, other) in [(ours, theirs), (theirs, ours)] {
            let survey = try survey(file, base, mine, other)
            #expect(Set(survey.conflicts.findings.map(\.kind)) == ["content", "broken use"])
            #expect(survey.conflicts.findings.allSatisfy { $0.type == .semantic && $0.severity == .medium })
            #expect(survey.conflicts.records.allSatisfy { $0.type == .semantic })
            #expect(survey.suggestions.isEmpty)
        }
    }

    @Test("git merges it, and the import is gone")
    func lostImport() throws {
        let base = "import { alpha } from './x';\nfoo(alpha);\n" + String(repeating: "\n", count: 9) + "end();\n"
        let conflict = try ConflictFixture(
            ["f.ts": base, "g.ts": "g();\n"],
            ours: ["f.ts": base.replacing("import { alpha } from './x';\nfoo(alpha);\n", with: "")],
            theirs: ["f.ts": base + "bar(alpha);\n", "g.ts": "g(alpha);\n"])
        let survey = try Conflicts(conflict.fixture.command()).detect(
            between: "main", and: "theirs", at: conflict.fixture.root)
        #expect(survey.findings.map(\.path) == [Array("f.ts".utf8)])
        #expect(survey.findings.first?.symbols.map { "\($0.kind) \($0.name) \($0.ours)" } == ["import alpha removed"])
    }

    @Test(
        "no member comes into another section than it was put in",
        arguments: [
            (
                "class A {\npublic:\n  void a();\n};\n", "  void a();\nprivate:\n  int x;\n",
                "  void a();\n  void b();\n"
            ),
            ("class A {\n  void a();\n};\n", "  void a();\npublic:\n  int x;\n", "  void a();\n  void b();\n"),
            ("struct A {\n  void a();\n};\n", "  void a();\nprivate:\n  int x;\n", "  void a();\n  void b();\n"),
            ("class A {\n  void a();\n};\n", "  void a();\npublic:\n  void b(int);\n", "  void a();\n  void b();\n"),
            (
                "template <class T>\nclass A {\n#ifdef X\n  void a();\n#endif\n};\n",
                "  void a();\npublic:\n  int x;\n", "  void a();\n  void b();\n"
            ),
        ])
    func sections(base: String, ours: String, theirs: String) throws {
        let file = { (members: String) in base.replacing("  void a();\n", with: members) }
        #expect(try survey("f.cpp", base, file(ours), file(theirs)).suggestions.isEmpty)
        let inside = try survey("f.cpp", base, file("  void a();\n  int mine;\n"), file("  void a();\n  int other;\n"))
        #expect(inside.suggestions.count == 1)
        // Ours has its section before the place where theirs has nothing.
        let before = try survey(
            "f.cpp", base, file("protected:\n  void a();\n  int mine;\n"), file("  void a(); // why\n  int other;\n"))
        #expect(before.suggestions.isEmpty)
    }

    @Test(
        "the order of lines of the preprocessor is not made up",
        arguments: [
            ("#include <x.h>\n", "#define _GNU_SOURCE\n"), ("#undef A\n", "#define A\n"),
            ("#pragma pack(1)\n", "#include <x.h>\n"),
            ("#include <x.h>\nint y;\n", "#ifdef A\nint z;\n#endif\n"),
        ])
    func preprocessor(ours: String, theirs: String) throws {
        for file in ["f.c", "f.cpp"] {
            #expect(try survey(file, "int x;\n", ours + "int x;\n", theirs + "int x;\n").suggestions.isEmpty)
            #expect(try survey(file, "int x;\n", theirs + "int x;\n", ours + "int x;\n").suggestions.isEmpty)
        }
    }

    @Test("headers of both sides, and lines of the preprocessor in places of their own")
    func headers() throws {
        let survey = try survey(
            "f.c", "#include <a.h>\n\nint x;\n", "#include <a.h>\n#include <b.h>\n\nint x;\n",
            "#include <a.h>\n#include <c.h>\n\nint x;\n#define X 1\n")
        #expect(survey.suggestions.count == 1)
    }
}
