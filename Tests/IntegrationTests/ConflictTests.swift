import CoordinatorFixtures
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

@Suite struct ConflictTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let file: String
        let base: String?
        let ours: String?
        let theirs: String?
        let kind: String
        let type: ConflictType
        let severity: ConflictSeverity
        var symbols: [String] = []
    }

    private static let functions = "def a(x):\n    return x\n\n\ndef b(x):\n    return x\n"

    static let examples = [
        Example(
            testDescription: "the same change with other blanks", file: "f.js", base: "let a = 1;\n",
            ours: "let a = 2; \n",
            theirs: "let  a = 2;\n", kind: "content", type: .trivial, severity: .low),
        Example(
            testDescription: "blanks only", file: "f.js", base: "let a = 1;\n", ours: "let a  = 1;\n",
            theirs: "let a = 2;\n", kind: "content", type: .trivial, severity: .low),
        Example(
            testDescription: "indentation of Python counts", file: "f.py", base: "if x:\n    a()\n",
            ours: "if x:\n        a()\n", theirs: "if x:\n    b()\n", kind: "content", type: .concurrentEdit,
            severity: .medium),
        Example(
            testDescription: "both add a function", file: "f.py", base: functions,
            ours: functions + "\n\ndef c():\n    pass\n", theirs: functions + "\n\ndef d():\n    pass\n",
            kind: "content",
            type: .structural, severity: .low),
        Example(
            testDescription: "imports", file: "f.ts", base: "import { a } from 'x';\n",
            ours: "import { a, b } from 'x';\n", theirs: "import { a, c } from 'x';\n", kind: "content",
            type: .structural, severity: .low),
        Example(
            testDescription: "one function, both sides", file: "f.go", base: "package p\n\nfunc F() int { return 1 }\n",
            ours: "package p\n\nfunc F() int { return 2 }\n", theirs: "package p\n\nfunc F() int { return 3 }\n",
            kind: "content", type: .semantic, severity: .medium, symbols: ["function F: body changed / body changed"]),
        Example(
            testDescription: "one method renamed, its body changed", file: "A.java",
            base: "class A {\n  int total(int a, int b) { return a + b * 2; }\n}\n",
            ours: "class A {\n  int sum(int a, int b) { return a + b * 2; }\n}\n",
            theirs: "class A {\n  int total(int a, int b) { return a + b * 3; }\n}\n", kind: "content", type: .semantic,
            severity: .medium, symbols: ["method A.total: renamed to A.sum / body changed"]),
        Example(
            testDescription: "both add the same file", file: "new.rs", base: nil, ours: "fn a() {}\n",
            theirs: "fn a() { b(); }\n", kind: "both added", type: .semantic, severity: .medium,
            symbols: ["function a: added / added"]),
        Example(
            testDescription: "one name, declared by using", file: "f.ts", base: "f();\n",
            ours: "f();\nusing a = g();\n",
            theirs: "f();\nusing a = h();\n", kind: "content", type: .semantic, severity: .medium,
            symbols: ["variable a: added / added"]),
        Example(
            testDescription: "what the grammar does not understand", file: "f.js", base: "f();\n",
            ours: "f();\nusing a = g();\n", theirs: "f();\nusing a = h();\n", kind: "content", type: .concurrentEdit,
            severity: .medium),
        Example(
            testDescription: "import attributes", file: "f.js", base: "f();\n",
            ours: "import a from './a.json' with { type: 'json' };\nf();\n",
            theirs: "import b from './b.json' with { type: 'json' };\nf();\n", kind: "content", type: .structural,
            severity: .low),
        Example(
            testDescription: "text", file: "notes.txt", base: "one\n", ours: "two\n", theirs: "three\n",
            kind: "content",
            type: .concurrentEdit, severity: .medium),
        Example(
            testDescription: "text in three places", file: "notes.txt", base: "1\na\na\na\na\n2\na\na\na\na\n3\n",
            ours: "x\na\na\na\na\nx\na\na\na\na\nx\n", theirs: "y\na\na\na\na\ny\na\na\na\na\ny\n", kind: "content",
            type: .concurrentEdit,
            severity: .high),
        Example(
            testDescription: "binary", file: "b.js", base: "\0a\n", ours: "\0b\n", theirs: "\0c\n", kind: "binary",
            type: .unknown, severity: .high),
        Example(
            testDescription: "deleted by us", file: "f.py", base: functions, ours: nil, theirs: functions + "x = 1\n",
            kind: "modify/delete", type: .unknown, severity: .high),
        Example(
            testDescription: "a name of every kind", file: "dir ü/new\nline \"q\" .py", base: functions,
            ours: functions.replacing("return x", with: "return 1"),
            theirs: functions.replacing("return x", with: "return 2"),
            kind: "content", type: .semantic, severity: .medium,
            symbols: ["function a: body changed / body changed", "function b: body changed / body changed"]),
    ]

    @Test("type and severity, the same for a stopped merge and for two branches", arguments: examples)
    func types(example: Example) throws {
        var base = ["other": "x\n"]
        base[example.file] = example.base
        let conflict = try ConflictFixture(
            base, ours: [example.file: example.ours], theirs: [example.file: example.theirs])
        let objects = try conflict.fixture.git(["count-objects", "-v"])
        let tried = try Conflicts(conflict.fixture.command()).detect(
            between: "main", and: "theirs", at: conflict.fixture.root)
        #expect(try conflict.fixture.git(["count-objects", "-v"]) == objects)
        let finding = try conflict.merge().finding()
        #expect(tried.findings == [finding])
        #expect(finding.path == Array(example.file.utf8))
        #expect(finding.kind == example.kind)
        #expect(finding.severity == example.severity)
        #expect(finding.type == example.type)
        let symbols = finding.symbols.map { "\($0.kind) \($0.name): \($0.ours) / \($0.theirs)" }
        #expect(symbols == example.symbols)
        try expectMarkers(finding, conflict)
    }

    /// The lines of the markers are those of the file that git has left.
    private func expectMarkers(_ finding: ConflictFinding, _ conflict: ConflictFixture) throws {
        guard finding.type != .unknown else { return }
        let lines = try #require(conflict.file(finding.path.display)).split(
            separator: "\n", omittingEmptySubsequences: false)
        let place = { (mark: String) in lines.indices.filter { lines[$0].hasPrefix(mark) }.map { $0 + 1 } }
        #expect(finding.markers.map(\.start) == place("<<<<<<<"))
        #expect(finding.markers.map(\.divider) == place("======="))
        #expect(finding.markers.map(\.end) == place(">>>>>>>"))
    }

    @Test("without grammars it is text, and says so")
    func withoutGrammars() throws {
        let conflict = try ConflictFixture(
            ["f.py": "def a(): return 1\n"], ours: ["f.py": "def a(): return 2\n"],
            theirs: ["f.py": "def a(): return 3\n"])
        try conflict.merge()
        var context = conflict.fixture.context()
        context.grammars = conflict.fixture.root + "/nowhere"
        let survey = try Conflicts(Coordinator(context)).detect(at: conflict.fixture.root)
        #expect(survey.findings[0].type == .concurrentEdit && survey.findings[0].language == nil)
        #expect(survey.findings[0].notes.first?.hasPrefix("compared as text: the grammars cannot be loaded") == true)
        #expect(survey.notes.first?.hasPrefix("broken uses were not searched") == true)
    }

    @Test("git merges it, and it is broken: in the same file, in another, by either side")
    func brokenUse() throws {
        let library = "export function oldName(a, b) {\n  return a * 2 + b;\n}\n\n\n\nexport function keep() {}\n"
        let conflict = try ConflictFixture(
            ["lib.js": library, "main.js": "import { keep } from './lib.js';\nkeep();\n", "x.py": "oldName = 1\n"],
            ours: ["lib.js": library.replacing("oldName", with: "newName")],
            theirs: [
                "main.js":
                    "import { keep, oldName } from './lib.js';\nkeep();\nexport function go() { return "
                    + "oldName(1, 2); }\n",
                "x.py": "oldName = 2\n",
            ])
        for (first, second) in [("main", "theirs"), ("theirs", "main")] {
            let survey = try Conflicts(conflict.fixture.command()).detect(
                between: first, and: second, at: conflict.fixture.root)
            let finding = try #require(survey.findings.first)
            #expect(survey.findings.count == 1)
            #expect(survey.conflictedMerge.files.isEmpty)
            #expect(finding.isCleanMerge)
            #expect(finding.type == .semantic)
            #expect(finding.path == Array("main.js".utf8))
            #expect(finding.symbols.map(\.name) == ["oldName"])
            #expect(finding.notes.first?.contains("renamed to newName") == true)
            #expect(finding.notes.first?.contains("main.js:3") == true)
        }
        try conflict.fixture.git(["merge", "--quiet", "-m", "both", "theirs"])
        let after = try Conflicts(conflict.fixture.command()).detect(
            between: "main", and: "theirs", at: conflict.fixture.root)
        #expect(after.findings.isEmpty)
        let records = try Conflicts(conflict.fixture.command()).list(ConflictFilter()).records
        #expect(records.count == 2)
        #expect(records.allSatisfy { $0.strategy == .manual })
    }

    @Test("what is misread for newer syntax is not called gone, and it is said")
    func misread() throws {
        let library = "export function helper() {\n  return 1;\n}\n"
        let conflict = try ConflictFixture(
            ["lib.js": library, "main.js": "import * as lib from './lib.js';\n"],
            ours: ["lib.js": "for (await using e of all()) {\n  e.go();\n}\n" + library],
            theirs: ["main.js": "import { helper } from './lib.js';\nhelper();\n"])
        let survey = try Conflicts(conflict.fixture.command()).detect(
            between: "main", and: "theirs", at: conflict.fixture.root)
        #expect(survey.findings.isEmpty)
        #expect(
            survey.notes == [
                "broken uses were not searched well: lib.js has places that the JavaScript grammar of 2024 "
                    + "does not understand"
            ])
    }

    @Test("what is broken in a file in conflict is said too, and with its suggestions")
    func brokenInConflict() throws {
        let library = "def helper_name(a, b):\n    return a * 2 + b\n"
        let conflict = try ConflictFixture(
            ["lib.py": library, "main.py": "x = 1\n"],
            ours: ["lib.py": library.replacing("helper_name", with: "other_name"), "main.py": "x = 1\ny = 2\n"],
            theirs: ["main.py": "x = 1\nz = helper_name(1, 2)\n"]
        ).merge()
        let survey = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
        #expect(survey.conflicts.findings.map(\.kind) == ["content", "broken use"])
        #expect(survey.conflicts.findings.allSatisfy { !$0.isCleanMerge && $0.type == .semantic })
        #expect(survey.suggestions.count == 1 && survey.suggestions[0].risks.contains { $0.contains("helper_name") })
        #expect(survey.suggestions[0].type == .semantic && survey.suggestions[0].confidence?.semanticFactor == 0.7)
        #expect(
            try Conflicts(conflict.fixture.command()).list(ConflictFilter()).records.allSatisfy { $0.resolvedAt == nil }
        )
        try conflict.fixture.git(["add", "--all"])
        try conflict.fixture.git(["commit", "--quiet", "-m", "merged"])
        let broken = try Conflicts(conflict.fixture.command()).list(ConflictFilter()).records.first {
            $0.kind == "broken use"
        }
        #expect(broken?.strategy == .manual)
        #expect(broken?.metadata == "merged, and changed")
    }

    @Test("an error is an error")
    func errors() throws {
        let conflict = try ConflictFixture(["f": "1\n"], ours: ["f": "2\n"], theirs: ["f": "3\n"])
        let command = try conflict.fixture.command()
        let root = conflict.fixture.root
        for name in ["nothing", "--all", "a; touch x", "", "theirs^{tree}"] {
            #expect(throws: ParallelError.self) { try Conflicts(command).detect(between: "main", and: name, at: root) }
        }
        try conflict.fixture.git(["switch", "--quiet", "--orphan", "unreachable"])
        try conflict.fixture.gitFixture.commit(["g": "1\n"], message: "unreachable")
        #expect(throws: ParallelError.self) {
            try Conflicts(command).detect(between: "main", and: "unreachable", at: root)
        }
        try conflict.fixture.git(["switch", "--quiet", "--orphan", "unborn"])
        #expect(try Conflicts(command).detect(at: root).findings.isEmpty)
        #expect(throws: ParallelError.self) { try Conflicts(command).detect(at: "/") }
    }

    @Test("a path that is no UTF-8")
    func strangeBytes() throws {
        let fixture = try CoordinatorFixture()
        let name: [UInt8] = [0x66, 0xFF, 0x2E, 0x70, 0x79]
        let write = { (text: String) in
            let file = name.absolute(in: fixture.root)
            let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            Glibc.write(descriptor, text, text.utf8.count)
            close(descriptor)
            try fixture.git(["add", "--all"])
            try fixture.git(["commit", "--quiet", "-m", text])
        }
        try write("def a(): return 1\n")
        try fixture.git(["switch", "--quiet", "-c", "theirs"])
        try write("def a(): return 2\n")
        try fixture.git(["switch", "--quiet", "main"])
        try write("def a(): return 3\n")
        _ = try fixture.git(["merge", "theirs"], orEmpty: true)
        let survey = try Suggestions(fixture.command()).make(at: fixture.root)
        #expect(survey.conflicts.findings.map(\.path) == [name] && survey.conflicts.findings[0].type == .semantic)
        #expect(survey.without.map(\.reason) == ["its name is no UTF-8"])
    }

    @Test("sessions and branches of both sides are known")
    func sides() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["f": "1\n"], message: "base")
        let second = try fixture.startInWorktree()
        try fixture.gitFixture.commit(["f": "2\n"], message: "two", at: second.directory)
        try fixture.gitFixture.commit(["f": "3\n"], message: "three")
        let branch = try #require(second.session.branch)
        _ = try fixture.git(["merge", branch], orEmpty: true)
        let record = try #require(try Conflicts(fixture.command()).detect(at: fixture.root).records.first)
        #expect(record.source.label == "main")
        #expect(record.target.label == branch)
        #expect(record.target.sessionID == second.session.id)
        #expect(record.sessionID != nil)
        #expect(record.operation == "merge")
        #expect(record.worktree == fixture.root)
    }
}
