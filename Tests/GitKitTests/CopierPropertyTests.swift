import GitKit
import HookCore
import TestSupport
import Testing

@Suite("Worktree copier: generated repositories")
struct CopierPropertyTests {
    private static let names = [
        "a", "b c", "ü", "x\ny", "Z", "a.b", "a-", ".hidden", "q\"'", "deep/a", "deep/er/b", "*",
    ]
    private static let attributes = [
        "* text=auto\n", "*.x eol=crlf\n", "*.x filter=rotate\n", "*.x ident\n", "*.x -text\n", "*.x text\n",
    ]
    private static let contents = ["", "one\n", "a\nb\n", "a\r\nb\r\n", "$Id$\n", "\0binary", "$Id: old $\r\n"]

    /// One change of the main checkout as a line of shell; `$f` is a path in it.
    private static let changes = [
        "printf 'changed\\n' > \"$f\"", "printf 'staged\\n' > \"$f\"; git add -- \"$f\"", "rm -rf \"$f\"",
        "git rm -q --cached -r -- \"$f\"", "chmod +x \"$f\"", "chmod -x \"$f\"; git add -- \"$f\"",
        "rm -rf \"$f\"; ln -s ../elsewhere \"$f\"", "rm -rf \"$f\"; mkdir \"$f\"; : > \"$f/inside\"", "touch \"$f\"",
        "git update-index --assume-unchanged -- \"$f\"; printf hidden > \"$f\"",
        "git update-index --skip-worktree -- \"$f\"; rm \"$f\"", "printf stray > \"$f.stray\"",
        "printf new > \"$f.new\"; git add -N -- \"$f.new\"", "git mv -- \"$f\" \"$f.moved\"",
        "cp -p \"$f\" \"$f~\"; mv \"$f~\" \"$f\"", "printf '*.x filter=rotate\\n' > .gitattributes",
    ]

    @Test("whatever the main checkout looks like, the worktree is git's", arguments: 1...24)
    func generated(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let fixture = try CopierFixture()
        try fixture.git("config", "filter.rotate.clean", "tr a-z n-za-m")
        try fixture.git("config", "filter.rotate.smudge", "tr a-z n-za-m")
        for _ in 0..<2 {
            try fill(fixture, &random)
            try fixture.commitAll()
        }
        try fixture.settle()
        for _ in 0..<Int.random(in: 0...4, using: &random) { try change(fixture, &random) }
        if Bool.random(using: &random) { try fixture.settle() }
        let revision = Int.random(in: 0..<4, using: &random) == 0 ? "HEAD~1" : "HEAD"
        let report = try fixture.expectSameAsGit(revision, comment: "seed \(seed)")
        #expect(report.fellBack == nil, "seed \(seed)")
    }

    private func fill(_ fixture: CopierFixture, _ random: inout SplitMix64) throws {
        for _ in 0..<Int.random(in: 3...9, using: &random) {
            let name = pick(Self.names, &random) + pick(["", ".x", "/f", "/g.x"], &random)
            let content = pick(Self.contents, &random)
            // A name may be a file in one round and a folder in the next: then it stays what it was.
            try? fixture.write("files/" + name, content, mode: Bool.random(using: &random) ? 0o755 : 0o644)
        }
        if Bool.random(using: &random) {
            let folder = pick(["", "files/", "files/deep/"], &random)
            try fixture.write(folder + ".gitattributes", pick(Self.attributes, &random))
        }
        try fixture.shell("ln -sfn '\(pick(["a", "../..", "no\nwhere"], &random))' 'files/link'", at: fixture.root)
    }

    private func change(_ fixture: CopierFixture, _ random: inout SplitMix64) throws {
        let tracked = try fixture.git("ls-files", "-z").split(separator: "\0").filter { $0.hasPrefix("files/") }
        guard let path = tracked.randomElement(using: &random) else { return }
        let quoted = path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        // Changes may not fit each other (a file that is gone); each is tried on its own.
        try fixture.shell("f='\(quoted)'; { \(pick(Self.changes, &random)); } 2>/dev/null || true", at: fixture.root)
    }

    private func pick<T>(_ choices: [T], _ random: inout SplitMix64) -> T {
        choices[Int.random(in: choices.indices, using: &random)]
    }
}
