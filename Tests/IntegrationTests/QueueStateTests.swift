import CoordinatorFixtures
import Exec
import Glibc
import Integration
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What git keeps of a checkout beside its files outlives a landing there.
@Suite struct QueueStateTests {
    private let fixture: CoordinatorFixture

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "1\n"], message: "one")
        try fixture.git(["checkout", "--quiet", "-b", "topic"])
        try fixture.gitFixture.commit(["landed": "1\n"], message: "topic")
        try fixture.git(["checkout", "--quiet", "main"])
    }

    @discardableResult
    private func shell(_ lines: String) throws -> CommandResult {
        try Spawner.run(
            Command(
                "/bin/sh", arguments: ["-c", lines], environment: fixture.gitFixture.environment,
                directory: fixture.root))
    }

    private func land(on target: String = "main") throws -> QueueResult {
        _ = try MergeQueue(fixture.command()).add("topic", in: fixture.repository, target: target)
        return try MergeQueue(fixture.command()).run(in: fixture.repository)
    }

    @Test(arguments: ["MERGE_MSG", "SQUASH_MSG"]) func `a message that waits is not deleted`(_ name: String) throws {
        let file = fixture.repository + "/" + name
        try Files.write(file, "MINE\n")
        let message = try land().ready.first?.message
        #expect(message?.contains("a message waits for the next commit") == true)
        #expect(Files.read(file) == "MINE\n")
        let pending = try #require(try MergeQueue(fixture.command()).readyMerges().first)
        let done = try shell(pending.command)
        #expect(done.status.isSuccess && Files.read(fixture.root + "/landed") == "1\n", "\(done.errorText)")
        #expect(Files.read(file + "." + pending.commit.prefix(10)) == "MINE\n")
    }

    @Test(arguments: ["revert", "cherry-pick", "bisect"]) func `what has stopped midway is not disturbed`(
        _ operation: String
    ) throws {
        switch operation {
        case "bisect": try fixture.git(["bisect", "start"])
        case "revert":
            try fixture.gitFixture.commit(["a": "2\n"], message: "two")
            try fixture.gitFixture.commit(["a": "3\n"], message: "three")
            try shell("git revert --no-edit HEAD~1; git checkout -q --ours a; git add a")
        default:
            try shell(
                """
                git checkout -q -b other; echo 9 > a; git commit -qam other; git checkout -q main
                echo 2 > a; git commit -qam two; git cherry-pick other; git checkout -q --ours a; git add a
                """)
        }
        try #require(fixture.git(["status", "--porcelain"]) == "")
        let before = Files.snapshot(fixture.repository).filter { $0.key.hasSuffix("_HEAD") || $0.key.contains("MSG") }
        let message = try land().ready.first?.message
        #expect(message?.contains("a \(operation) is in progress") == true, "\(message ?? "")")
        let after = Files.snapshot(fixture.repository)
        #expect(before.allSatisfy { after[$0.key] == $0.value })
        // The command does nothing but try again.
        let pending = try #require(try MergeQueue(fixture.command()).readyMerges().first)
        #expect(pending.command == "parallel-cc merge queue run --repo \(fixture.repository)")
        try fixture.git([operation, operation == "bisect" ? "reset" : "--quit"])
        unlink(fixture.repository + "/MERGE_MSG")
        #expect(try MergeQueue(fixture.command()).run(in: fixture.repository).landed.count == 1)
    }

    @Test func `ORIG_HEAD is what it was`() throws {
        try fixture.git(["config", "core.logAllRefUpdates", "false"])
        try fixture.gitFixture.commit(["mine": "1\n"], message: "mine")
        try fixture.git(["reset", "--quiet", "--hard", "HEAD~1"])
        let mine = try fixture.git(["rev-parse", "ORIG_HEAD"])
        #expect(try land().landed.count == 1 && fixture.git(["rev-parse", "ORIG_HEAD"]) == mine)
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
    }

    @Test func `of a worktree that is not there nothing is to be pruned`() throws {
        let place = try fixture.gitFixture.addWorktree("away")
        try Files.write(place + "/staged", "MINE\n")
        try fixture.git(["add", "staged"], at: place)
        try #require(rename(place, place + "-unmounted") == 0)
        let message = try #require(try land(on: "away").ready.first?.message)
        #expect(message.contains("is not there") && !message.contains("prune"), "\(message)")
        try #require(rename(place + "-unmounted", place) == 0)
        #expect(try fixture.git(["show", ":staged"], at: place) == "MINE")
    }
}
