import CoordinatorFixtures
import Exec
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

@Suite struct SuggestionTests {
    private static let head = "// Licence.\n\nimport { a } from 'x';\n\n"
    private static let middle = "export function first() {\n  return a;\n}\n"
    private static let base = head + middle
    private static let ours = head + middle + "\nexport function second() {\n  return 2;\n}\n"
    private static let theirs =
        head.replacing("{ a }", with: "{ a, b }") + middle + "\nexport function third() {\n  return 3;\n}\n"
    private static let merged =
        head.replacing("{ a }", with: "{ a, b }") + middle + "\nexport function second() {\n  return 2;\n}\n"
        + "\nexport function third() {\n  return 3;\n}\n"

    private func conflict(
        base: String = base, ours: String = ours, theirs: String = theirs, file: String = "src/f.ts"
    ) throws -> ConflictFixture {
        try ConflictFixture([file: base, "other": "x\n"], ours: [file: ours], theirs: [file: theirs]).merge()
    }

    private func offer(_ conflict: ConflictFixture) throws -> Suggestion {
        try #require(try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root).suggestions.first)
    }

    /// Nothing of ours lies beside the file.
    private func expectTidy(_ conflict: ConflictFixture, sourceLocation: SourceLocation = #_sourceLocation) {
        let names = DirectoryNames.list(conflict.fixture.root + "/src")
        #expect(!names.contains { $0.hasPrefix(".parallel-cc") }, sourceLocation: sourceLocation)
    }

    @Test("the whole file is merged, not one conflict of it, and everything around stays")
    func wholeFile() throws {
        let conflict = try conflict()
        let path = conflict.fixture.root + "/src/f.ts"
        let conflicted = try #require(conflict.file("src/f.ts"))
        #expect(chmod(path, 0o755) == 0)
        try Files.write(conflict.fixture.root + "/other", "changed\n")
        try Files.write(conflict.fixture.root + "/untracked", "new\n")
        let suggestion = try offer(conflict)
        #expect(suggestion.strategy == "structural")
        #expect(suggestion.score > 0.8)
        let trial = try Suggestions(conflict.fixture.command()).apply(suggestion.id, isTrial: true)
        #expect(!trial.isApplied)
        #expect(conflict.file("src/f.ts") == conflicted)
        #expect(trial.rescue == nil)
        let applied = try Suggestions(conflict.fixture.command()).apply(suggestion.id)
        #expect(conflict.file("src/f.ts") == Self.merged)
        #expect(applied.isApplied)
        #expect(applied.isParsed)
        #expect(applied.linesChanged == trial.linesChanged)
        #expect(!applied.isStaged)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o755)
        #expect(conflict.file("other") == "changed\n")
        #expect(conflict.file("untracked") == "new\n")
        #expect(try conflict.fixture.git(["ls-files", "-u"]) != "")
        let rescue = try conflict.fixture.command().rescue(try #require(applied.rescue))
        #expect(try conflict.fixture.git(["show", "\(rescue.commit):src/f.ts"]) + "\n" == conflicted)
        expectTidy(conflict)
        #expect(throws: ParallelError.self) { try Suggestions(conflict.fixture.command()).apply(suggestion.id) }
    }

    @Test("staged when asked")
    func staged() throws {
        let conflict = try conflict()
        let applied = try Suggestions(conflict.fixture.command()).apply(offer(conflict).id, isStaging: true)
        #expect(applied.isStaged)
        #expect(try conflict.fixture.git(["ls-files", "-u"]) == "")
        #expect(try Conflicts(conflict.fixture.command()).list(ConflictFilter()).records[0].strategy == .autoFix)
    }

    @Test("not listed any more when the conflict is over, however it ended", arguments: ["commit", "abort"])
    func over(how: String) throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        #expect(try Suggestions(conflict.fixture.command()).list(SuggestionFilter()).total > 0)
        if how == "commit" { try conflict.fixture.git(["add", "--all"]) }
        try conflict.fixture.git(how == "commit" ? ["commit", "--quiet", "-m", "by hand"] : ["merge", "--abort"])
        #expect(try Suggestions(conflict.fixture.command()).list(SuggestionFilter()).total == 0)
        #expect(try Suggestions(conflict.fixture.command()).find(suggestion.id).state == .outdated)
    }

    @Test(
        "refused when the file, the conflict or the worktree is another",
        arguments: ["edited", "resolved", "link", "gone"])
    func outdated(how: String) throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let path = conflict.fixture.root + "/src/f.ts"
        switch how {
        case "edited": try Files.write(path, "mine\n")
        case "resolved": try conflict.fixture.git(["add", "--all"])
        case "link":
            rename(path, path + ".real")
            symlink("f.ts.real", path)
        default: unlink(path)
        }
        let before = Files.snapshot(conflict.fixture.root)
        let error = #expect(throws: ParallelError.self) {
            try Suggestions(conflict.fixture.command()).apply(suggestion.id)
        }
        #expect(error?.code == .suggestionOutdated)
        #expect(Files.snapshot(conflict.fixture.root) == before)
        #expect(try conflict.fixture.command().rescues().isEmpty)
        if how == "edited" {
            // Looked at again, it is offered for the file as it is now.
            #expect(try offer(conflict).id != suggestion.id)
            #expect(try Suggestions(conflict.fixture.command()).find(suggestion.id).state == .outdated)
        }
    }

    @Test(
        "somebody writes in between: his file stays",
        arguments: ["suggestion.begun", "suggestion.saved", "suggestion.written", "suggestion.noted"])
    func race(point: String) throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let path = conflict.fixture.root + "/src/f.ts"
        let command = try conflict.fixture.command(reach: { if $0 == point { try? Files.write(path, "his\n") } })
        let error = #expect(throws: ParallelError.self) { try Suggestions(command).apply(suggestion.id) }
        #expect(error?.code == .suggestionOutdated)
        #expect(conflict.file("src/f.ts") == "his\n")
        expectTidy(conflict)
        #expect(try Suggestions(conflict.fixture.command()).find(suggestion.id).state == .offered)
    }

    @Test("somebody goes on from the new file while it is being verified")
    func editedAfterwards() throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let verify = ["merge.verify": "echo more >> src/f.ts; false"]
        let error = #expect(throws: ParallelError.self) {
            try Suggestions(conflict.fixture.command(overrides: verify)).apply(suggestion.id)
        }
        #expect(error?.code == .suggestionRefused)
        #expect(conflict.file("src/f.ts") == Self.merged + "more\n")
        expectTidy(conflict)
        #expect(try Suggestions(conflict.fixture.command()).find(suggestion.id).state == .applied)
    }

    @Test("verify commands see the new file; when one fails the old one is back", arguments: [true, false])
    func verified(isGood: Bool) throws {
        let conflict = try conflict()
        let conflicted = try #require(conflict.file("src/f.ts"))
        let suggestion = try offer(conflict)
        let command = "grep -q third src/f.ts && ! grep -q '<<<<' src/f.ts" + (isGood ? "" : " && false")
        let overrides = ["merge.verify": command]
        if isGood {
            #expect(
                try Suggestions(conflict.fixture.command(overrides: overrides)).apply(suggestion.id).verified == [
                    command
                ])
            #expect(conflict.file("src/f.ts") == Self.merged)
        } else {
            #expect(throws: ParallelError.self) {
                try Suggestions(conflict.fixture.command(overrides: overrides)).apply(suggestion.id)
            }
            #expect(conflict.file("src/f.ts") == conflicted)
            #expect(try Suggestions(conflict.fixture.command()).find(suggestion.id).state == .offered)
        }
        expectTidy(conflict)
    }

    @Test("killed at every point: the file is the old or the new one, and the next command tidies up")
    func killed() throws {
        let whole = try conflict()
        let points = try Victim(whole.fixture).run("apply", offer(whole).id).points
        #expect(points.filter { $0.hasPrefix("suggestion.") }.count == 7)
        for point in points where point.hasPrefix("suggestion.") {
            let conflict = try conflict()
            let conflicted = try #require(conflict.file("src/f.ts"))
            let suggestion = try offer(conflict)
            let ending = try Victim(conflict.fixture).run("apply", suggestion.id, killAt: point)
            #expect(ending.status == .signaled(SIGKILL))
            let now = conflict.file("src/f.ts")
            #expect(now == conflicted || now == Self.merged, "\(point)")
            #expect(try Suggestions(conflict.fixture.command()).find(suggestion.id).state == .applying)
            _ = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
            expectTidy(conflict)
            let isDone = point == "suggestion.cleaned"
            #expect(conflict.file("src/f.ts") == (isDone ? Self.merged : conflicted), "\(point)")
            #expect(
                try Suggestions(conflict.fixture.command()).find(suggestion.id).state == (isDone ? .applied : .offered),
                "\(point)")
            #expect(try conflict.fixture.fsck == "", "\(point)")
        }
    }

    @Test(
        "killed, and somebody has written to the file since", arguments: ["suggestion.written", "suggestion.exchanged"])
    func killedAndEdited(point: String) throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        _ = try Victim(conflict.fixture).run("apply", suggestion.id, killAt: point)
        try Files.write(conflict.fixture.root + "/src/f.ts", "his\n")
        try Suggestions(conflict.fixture.command()).repair()
        #expect(conflict.file("src/f.ts") == "his\n")
        expectTidy(conflict)
    }

    @Test("line ends and filters of the checkout")
    func filters() throws {
        let conflict = try ConflictFixture(
            ["src/f.ts": Self.base, ".gitattributes": "*.ts text eol=crlf\n"], ours: ["src/f.ts": Self.ours],
            theirs: ["src/f.ts": Self.theirs])
        _ = try Suggestions(conflict.merge().fixture.command()).apply(offer(conflict).id, isStaging: true)
        #expect(conflict.file("src/f.ts") == Self.merged.replacing("\n", with: "\r\n"))
        #expect(try conflict.fixture.git(["show", ":src/f.ts"]) + "\n" == Self.merged)
        #expect(try Conflicts(conflict.fixture.command()).list(ConflictFilter()).records[0].strategy == .autoFix)
    }

    @Test(
        "the strategies",
        arguments: [
            ("f.ts", "let a = 1;\n", "let a  = 1;\n", "let a = 2;\n", "trivial", "let a = 2;\n"),
            (
                "README", "Title\n=======\n\nOld\n", "Title\n=======\n\nOld \n", "Title\n=======\n\nNew\n", "trivial",
                "Title\n=======\n\nNew\n"
            ),
            (
                "f.py", "def f():\n    a()\n    x()\n    y()\n    b()\n",
                "def f():\n    a(1)\n    x()\n    y()\n    b()\ndef g(): pass\n",
                "def f():\n    a()\n    x()\n    y(2)\n    b()\ndef h(): pass\n", "syntax",
                "def f():\n    a(1)\n    x()\n    y(2)\n    b()\ndef g(): pass\ndef h(): pass\n"
            ),
            (
                "CHANGES", "# Changes\n", "# Changes\n- one\n", "# Changes\n- two\n", "additions",
                "# Changes\n- one\n- two\n"
            ),
        ])
    func strategies(
        file: String, base: String, ours: String, theirs: String, strategy: String, result: String
    ) throws {
        let conflict = try conflict(base: base, ours: ours, theirs: theirs, file: file)
        let suggestion = try offer(conflict)
        #expect(suggestion.strategy == strategy)
        #expect(String(decoding: suggestion.resolution, as: UTF8.self) == result)
    }

    @Test(
        "no suggestion where there is nothing sure, and why",
        arguments: [
            (["f": "1\n"], ["f": "2\n"], ["f": nil], "nothing is suggested for a conflict of this kind: modify/delete"),
            (["f": "\0\n"], ["f": "\0a\n"], ["f": "\0b\n"], "nothing is suggested for a conflict of this kind: binary"),
            (["f": "1\n"], ["f": "2\n"], ["f": "3\n"], "nothing that would surely be right was found"),
        ] as [([String: String], [String: String?], [String: String?], String)])
    func none(base: [String: String], ours: [String: String?], theirs: [String: String?], reason: String) throws {
        let conflict = try ConflictFixture(base, ours: ours, theirs: theirs).merge()
        let survey = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
        #expect(survey.suggestions.isEmpty)
        #expect(survey.without.map(\.reason) == [reason])
    }

    @Test("Claude's answer: kept with its price, refused with markers, with a mistake, without a file")
    func claude() throws {
        let conflict = try conflict(base: "a = 1\n", ours: "a = 2\n", theirs: "a = 3\n", file: "f.py")
        let fixture = conflict.fixture
        let ask = { (answer: String) throws -> SuggestionSurvey in
            try Suggestions(fixture.command()).make(
                at: fixture.root,
                claude: ClaudeQuestion { prompt, directory in
                    #expect(directory == fixture.root)
                    #expect(prompt.contains("a = 2\n"))
                    #expect(prompt.contains("a = 3\n"))
                    return .success(ClaudeAnswer(text: Array(answer.utf8), cost: 0.25))
                })
        }
        for bad in [
            "a = 4", "=====BEGIN FILE=====\n<<<<<<< HEAD\n=====END FILE=====",
            "=====BEGIN FILE=====\na = (\n=====END FILE=====",
        ] {
            let survey = try ask(bad)
            #expect(survey.suggestions.isEmpty && survey.without[0].reason.hasPrefix("Claude was asked in vain: "))
        }
        let survey = try ask("Here:\n=====BEGIN FILE=====\na = 2 + 3\n=====END FILE=====\n")
        let suggestion = try #require(survey.suggestions.first)
        #expect(survey.without.isEmpty)
        #expect(suggestion.cost == 0.25)
        #expect(suggestion.strategy == "claude")
        _ = try Suggestions(fixture.command()).apply(suggestion.id)
        #expect(conflict.file("f.py") == "a = 2 + 3\n")
    }

    @Test("code that is younger than the grammar is never called a mistake, and what both sides have of it may be kept")
    func younger() throws {
        let conflict = try conflict(
            base: "x = 1\n", ours: "x = 1\ny = t\"a {x}\"\n", theirs: "x = 1\nz = t\"b {x}\"\n", file: "f.py")
        let fixture = conflict.fixture
        let found = try Conflicts(fixture.command()).detect(at: fixture.root)
        let notes = found.findings.flatMap(\.notes)
        #expect(
            notes
                == ["ours", "theirs"].map {
                    "\($0) has 1 place that the Python grammar of 2024 does not understand: newer syntax, or a mistake"
                })
        #expect(found.findings.map(\.type) == [.concurrentEdit])
        let both = "x = 1\ny = t\"a {x}\"\nz = t\"b {x}\"\n"
        let survey = try Suggestions(fixture.command()).make(
            at: fixture.root,
            claude: ClaudeQuestion { _, _ in
                .success(
                    ClaudeAnswer(text: Array("=====BEGIN FILE=====\n\(both)=====END FILE=====\n".utf8), cost: nil))
            })
        #expect(survey.suggestions.map(\.strategy) == ["claude"])
    }

    @Test(
        "newer syntax is merged where it is understood for what it is",
        arguments: [
            ("f.ts", "f();\n", "using a = g();\n", "using b = h();\n", true),
            ("f.ts", "f();\n", "using a = g();\n", "using a = h();\n", false),
            ("f.ts", "f();\n", "using a = g();\n", "export const a = 1;\n", false),
            ("f.js", "f();\n", "using a = g();\n", "using b = h();\n", false),
            (
                "f.js", "f();\n", "import a from './a.json' with { type: 'json' };\n",
                "import b from './b.json' with { type: 'json' };\n", true
            ),
            ("f.py", "x = 1\n", "type A = int\n", "type B[T] = list[T]\n", true),
            ("f.py", "x = 1\n", "type A = int\n", "type A = str\n", false),
            ("f.rs", "fn a() {}\n", "fn b() { let f = async || {}; }\n", "fn c() { let f = async || {}; }\n", true),
            ("f.cpp", "export module m;\n", "import a;\n", "import b;\n", true),
            ("f.cpp", "export module m;\n", "export int a;\n", "export void a();\n", false),
        ])
    func newer(file: String, base: String, ours: String, theirs: String, isMerged: Bool) throws {
        let conflict = try conflict(base: base, ours: base + ours, theirs: base + theirs, file: file)
        let survey = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
        #expect(survey.suggestions.isEmpty != isMerged)
        guard let suggestion = survey.suggestions.first else { return }
        _ = try Suggestions(conflict.fixture.command()).apply(suggestion.id)
        #expect(conflict.file(file) == base + ours + theirs)
    }

    @Test("confidence by the formula")
    func confidence() {
        let stages = MergeStages(path: Array("f".utf8), base: nil, ours: nil, theirs: nil)
        let lines = { (text: String) in Array(text.utf8) }
        let trivial = Confidence(
            ConflictFinding(stages, kind: "content", type: .trivial), strategy: .trivial,
            pairs: [(lines("a\nb\n"), lines("a\nc\n"))],
            decidedLines: 2, isValid: true)
        #expect(abs(trivial.score - (0.30 + 0.25 * 0.5 + 0.25 + 0.20 * 0.98)) < 1e-9)
        let semantic = Confidence(
            ConflictFinding(stages, kind: "content", type: .semantic), strategy: .syntax, pairs: [], decidedLines: 51,
            isValid: false)
        #expect(abs(semantic.score - (0.30 * 0.3 + 0.25 * 0.5 + 0.20 * 0.75) * 0.7 * 0.8) < 1e-9)
        let imports = Confidence(
            ConflictFinding(stages, kind: "content", type: .structural, changesImports: true), strategy: .structural,
            pairs: [(lines("a\n"), lines("a\n"))], decidedLines: 50, isValid: true)
        #expect(abs(imports.score - (0.30 * 0.9 + 0.25 + 0.25 + 0.20 * 0.85)) < 1e-9)
        let text = { (count: Int) in
            Confidence(
                ConflictFinding(stages, kind: "content", type: .concurrentEdit), strategy: .additions,
                pairs: [(lines(String(repeating: "a\n", count: count)), [])], decidedLines: 1, isValid: true
            ).complexity
        }
        #expect(text(4) == 0.6)
        #expect(text(5) == 0.4)
    }

    @Test("what a suggestion changes")
    func diff() throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let text = String(decoding: try Suggestions(conflict.fixture.command()).diff(of: suggestion), as: UTF8.self)
        #expect(text.contains("-<<<<<<< HEAD"))
        #expect(text.contains(" export function third() {"))
    }
}
