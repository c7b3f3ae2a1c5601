import CoordinatorFixtures
import Exec
import Integration
import TestSupport
import Testing

@testable import Coordinator

/// The command that is named for a landing that waits works for every name, and whole or not at all.
@Suite struct LandingRemedyTests {
    private let fixture: CoordinatorFixture

    /// Directories and a file in a checkout whose changes git would destroy by landing `topic`.
    init() throws {
        fixture = try CoordinatorFixture()
        try shell(
            #"""
            d=$'d\t\xff'; q=$'*q\r'
            echo '*.ign' > .gitignore; mkdir p "$d"; echo t > p/t; echo t > "$d/t"; echo base > "$q"
            echo base > $'aq\r'; git add .; git commit -qm base
            git checkout -qb topic; git rm -qr p "$d"; echo new > p; echo new > "$d"; echo new > "$q"
            git add .; git commit -qm topic; git checkout -q main
            echo MINE > p/x.ign; echo MINE > "$d/x.ign"; git update-index --assume-unchanged "$q"; echo MINE > "$q"
            """#)
        _ = try MergeQueue(fixture.command()).add("topic", in: fixture.repository)
        _ = try MergeQueue(fixture.command()).run(in: fixture.repository)
    }

    @discardableResult
    private func shell(_ lines: String, fails: Bool = false) throws -> String {
        let command = Command(
            "/bin/bash", arguments: ["-ec", lines], environment: fixture.gitFixture.environment,
            directory: fixture.root)
        let result = try Spawner.run(command)
        #expect(result.status.isSuccess != fails, "\(lines): \(result.errorText)")
        return result.text
    }

    private func ready() throws -> ReadyMerge {
        try #require(try MergeQueue(fixture.command()).readyMerges().first)
    }

    @Test func `names that cannot be shown as they are`() throws {
        let ready = try ready()
        #expect(ready.command.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(ready.command)")
        // A change that the name above would undo as a pattern.
        try shell(#"echo MINE > $'aq\r'"#)
        try shell(ready.command)
        let end = ".\(ready.commit.prefix(10))"
        let found = try shell(
            #"""
            d=$'d\t\xff'; q=$'*q\r'; cat p "$d" "$q" $'aq\r' p\#(end)/x.ign "$d\#(end)/x.ign" "$q\#(end)"
            """#)
        #expect(found == "new\nnew\nnew\nMINE\nMINE\nMINE\nMINE\n")
    }

    @Test(arguments: [
        #"mkdir -p "$d$end/taken""#, #"mkdir -p p$end/taken"#, "touch .git/index.lock", #"touch "$q$end""#,
    ])
    func `a step that fails takes back those before it`(_ obstacle: String) throws {
        let ready = try ready()
        try shell(#"end=.\#(ready.commit.prefix(10)); d=$'d\t\xff'; q=$'*q\r'; "# + obstacle)
        let before = Files.snapshot(fixture.root)
        try shell(ready.command, fails: true)
        #expect(Files.snapshot(fixture.root) == before)
        let found = try shell(#"d=$'d\t\xff'; q=$'*q\r'; cat p/t p/x.ign "$d/t" "$d/x.ign" "$q""#)
        #expect(found == "t\nMINE\nt\nMINE\nMINE\n")
    }
}
