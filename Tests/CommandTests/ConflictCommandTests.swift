import Glibc
import JSON
import TestSupport
import Testing

struct ConflictCommandTests {
    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
        fixture.environment["PARALLEL_CC_GRAMMARS"] = try TestGrammars.require()
        let base = "export function a() {\n  return 1;\n}\n"
        try fixture.git.commit(["a file.ts": base, "text": "1\n"], message: "base")
        try fixture.git.git(["switch", "--quiet", "-c", "feature"])
        try fixture.git.commit(["a file.ts": base + "\nexport function b() {}\n"], message: "theirs")
        try fixture.git.git(["switch", "--quiet", "main"])
        try fixture.git.commit(["a file.ts": base + "\nexport function c() {}\n"], message: "ours")
    }

    private func merge() throws {
        #expect(try fixture.shell("git merge --quiet feature").status == 1)
    }

    @Test func `detected between branches and in the worktree, listed, shown`() throws {
        #expect(try fixture.run("conflicts", "detect", "--json").json()["hasConflicts"]?.bool == false)
        let tried = try fixture.run("conflicts", "detect", "main", "feature", "--json")
        #expect(tried.status == 3)
        let answer = try tried.json()
        #expect(answer.keys == ["conflicts", "hasConflicts", "notes", "summary"])
        #expect(answer.at("summary", "byType", "STRUCTURAL")?.integer(Int.self) == 1)
        #expect(answer.at("conflicts", "0", "file_path")?.string == "a file.ts")
        try merge()
        let text = try fixture.run("conflicts", "detect")
        #expect(text.status == 3)
        #expect(text.lines.first == "✗ a file.ts  STRUCTURAL LOW: content, 1 place")
        let list = try fixture.run("conflicts", "--json", "--file", "a file.ts").json()
        #expect(list.keys == ["resolutions", "total"])
        #expect(list["total"]?.integer(Int.self) == 1)
        let id = try #require(list.at("resolutions", "0", "id")?.string)
        #expect(
            try fixture.run("conflicts", "show", id).lines.contains {
                $0.hasPrefix("Type:") && $0.contains("STRUCTURAL")
            })
        #expect(try fixture.run("conflicts", "show", id, "--json").json()["conflict_type"]?.string == "STRUCTURAL")
        #expect(try fixture.run("conflicts", "--resolved", "--json").json()["total"]?.integer(Int.self) == 0)
    }

    @Test func `a suggestion is made, shown, tried, applied, and counted`() throws {
        try merge()
        let made = try fixture.run("suggestions", "--json").json()
        #expect(made.keys == ["suggestions", "total", "totalCostUsd", "without"])
        let id = try #require(made.at("suggestions", "0", "id")?.string)
        #expect(made.at("suggestions", "0", "strategy_used")?.string == "structural")
        let shown = try fixture.run("suggestions", "show", id)
        #expect(shown.text.contains("--- a/a file.ts\n+++ b/a file.ts\n"))
        #expect(shown.text.contains("simple + 0.25"))
        let before = Files.read(fixture.repository + "/a file.ts")
        let trial = try fixture.run("suggestions", "apply", id, "--dry-run", "--json").json()
        #expect(trial["applied"]?.bool == false)
        #expect(Files.read(fixture.repository + "/a file.ts") == before)
        let applied = try fixture.run("suggestions", "apply", id, "--stage", "--json").json()
        #expect(
            applied.keys == [
                "applied", "filePath", "kept", "leftOut", "message", "rescue", "staged", "success",
                "suggestion", "verification",
            ])
        #expect(applied.at("verification", "conflictMarkersRemaining")?.bool == false)
        #expect(Files.read(fixture.repository + "/a file.ts")?.contains("<<<") == false)
        let again = try fixture.run("suggestions", "apply", id, "--json")
        #expect(again.status == 1)
        #expect(try again.json()["code"]?.string == "suggestion-outdated")
        let history = try fixture.run("conflicts", "history", "--json", "--strategy", "auto_fix").json()
        #expect(history.keys == ["history", "pagination", "statistics"])
        #expect(
            history["statistics"]?.keys == [
                "autoFixRate", "averageConfidence", "byStrategy", "byType", "totalResolutions",
            ])
        #expect(history.at("statistics", "totalResolutions")?.integer(Int.self) == 1)
        #expect(try fixture.run("suggestions", "--applied", "--json", at: "/").json()["total"]?.integer(Int.self) == 1)
        #expect(try fixture.run("rescue", "list", "--json").json()["total"]?.integer(Int.self) == 1)
    }

    @Test(arguments: [true, false])
    func `a file that a program has open is kept beside the new one, and named`(json: Bool) throws {
        try merge()
        let id = try #require(try fixture.run("suggestions", "--json").json().at("suggestions", "0", "id")?.string)
        let descriptor = open(fixture.repository + "/a file.ts", O_WRONLY | O_APPEND | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let applied = try fixture.run(["suggestions", "apply", id] + (json ? ["--json"] : []))
        let kept = try #require(
            try fixture.git.git(["ls-files", "--others"]).split(separator: "\n").first { $0.hasPrefix(".parallel-cc-") }
        )
        if json {
            #expect(try applied.json()["kept"]?.string == String(kept))
        } else {
            #expect(applied.lines.contains { $0.hasPrefix("  Kept") && $0.hasSuffix(": \(kept)") })
        }
        #expect(
            try fixture.run("events").lines.contains { $0.contains("suggestion.kept") && $0.hasSuffix("  \(kept)") })
    }

    @Test func `Claude is asked only when told to, without tools, and its price is told`() throws {
        let claude = fixture.git.directory.appending("tools/claude")
        try Files.writeProgram(
            claude,
            """
            #!/bin/sh
            printf '%s\\n' "$*" >"$HOME/asked"
            cat >"$HOME/prompt"
            printf '{"type":"result","is_error":false,"total_cost_usd":0.0123,"result":"%s"}' \
                '=====BEGIN FILE=====\\nexport const merged = 1;\\n=====END FILE====='
            """)
        try merge()
        _ = try fixture.run("suggestions")
        #expect(!Files.exists(fixture.home + "/asked"))
        let asked = try fixture.run("suggestions", "--with-claude", "--min-confidence", "0")
        #expect(asked.errors.contains("cost $0.0123"))
        #expect(asked.lines.contains { $0.contains("claude") })
        #expect(Files.read(fixture.home + "/asked") == "-p --output-format json --tools \n")
        #expect(Files.read(fixture.home + "/prompt")?.contains("export function b() {}") == true)
        for (script, words, cost) in [
            ("echo broken >&2; exit 1", "broken", nil),
            (#"echo '{"is_error":true,"total_cost_usd":0.5,"result":"Credit balance is too low"}'"#, "too low", "0.5"),
            (#"echo '{"is_error":false,"total_cost_usd":0.25,"result":"I cannot"}'"#, "holds no file", "0.25"),
        ] as [(String, String, String?)] {
            try Files.writeProgram(claude, "#!/bin/sh\n\(script)\n")
            let failed = try fixture.run("suggestions", "--with-claude", "--json").json()
            #expect(failed.at("without", "0", "reason")?.string?.contains(words) == true, "\(failed)")
            #expect(failed["totalCostUsd"]?.compactText == cost ?? "null")
        }
        fixture.environment["PARALLEL_CC_CLAUDE"] = "/nothing"
        #expect(try fixture.run("suggestions", "--with-claude").errors.contains("PARALLEL_CC_CLAUDE names no program"))
    }

    @Test(arguments: [
        ["conflicts", "--type", "BAD"], ["conflicts", "--limit", "0"], ["conflicts", "detect", "main"],
        ["conflicts", "history", "--strategy", "BAD"], ["conflicts", "history", "--offset", "-1"],
        ["suggestions", "--min-confidence", "2"], ["suggestions", "--min-confidence", "nan"],
        ["suggestions", "--limit", "0"],
        ["suggestions", "--applied", "--with-claude"], ["suggestions", "apply"],
    ])
    func `nonsense is refused with the usage status`(words: [String]) throws {
        #expect(try fixture.run(words).status == 64)
    }

    @Test(arguments: [
        (["conflicts", "show", "x"], "unknown-conflict"), (["suggestions", "show", "x"], "unknown-suggestion"),
        (["suggestions", "apply", "x"], "unknown-suggestion"),
        (["conflicts", "detect", "main", "--", "-x; touch y"], "unknown-revision"),
        (["conflicts", "detect", "main", "gone"], "unknown-revision"),
    ])
    func `an error is one document, and never no conflict`(words: [String], code: String) throws {
        let answer = try fixture.run(words.prefix(2) + ["--json"] + words.dropFirst(2))
        #expect(answer.status == 1)
        #expect(try answer.json()["code"]?.string == code)
    }
}
