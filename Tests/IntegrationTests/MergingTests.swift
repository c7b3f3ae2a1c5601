import CoordinatorFixtures
import HookCore
import Store
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// Who asks to be told of a merge is told: once, by a message, however the merge was made.
@Suite struct MergingTests {
    private let fixture: CoordinatorFixture
    private let session: Session
    private let other: Session

    init() throws {
        fixture = try CoordinatorFixture()
        session = try fixture.start(1).session
        other = try fixture.start(2).session
    }

    private func makeBranch(_ name: String, from start: String = "main") throws {
        let tree = fixture.gitFixture.directory.appending("tree-\(name.utf8.count)")
        try fixture.git(["worktree", "add", "--quiet", "-b", name, tree, start])
        try fixture.gitFixture.commit(["work": "\(name)\n"], message: "work", at: tree)
        try fixture.git(["worktree", "remove", tree])
    }

    private func squash(_ name: String) throws {
        try fixture.git(["merge", "--quiet", "--squash", "refs/heads/" + name])
        try fixture.git(["commit", "--quiet", "-m", "squashed"])
    }

    private func messages(_ session: Session) throws -> [Message] { try fixture.command().messages(to: session.id) }

    @Test(arguments: ["topic", #"a";touch;x;""#, "$(touch${IFS}x)", "ü/näme", "-dash", "HEAD"])
    func `each session that asked is told once, with what to do next`(_ name: String) throws {
        _ = try #require(try? fixture.git(["check-ref-format", "refs/heads/" + name]))
        // git itself makes no branches of some of these names.
        try makeBranch("plain")
        try fixture.git(["update-ref", "refs/heads/" + name, "plain"])
        let command = try fixture.command()
        let wish = try #require(try MergeDetection(command).subscribe(session.id, to: name).subscription)
        #expect(wish.target == "main")
        #expect(wish.hadOwnCommits)
        #expect(try MergeDetection(command).subscribe(session.id, to: name).subscription == wish)
        _ = try MergeDetection(command).subscribe(other.id, to: name, target: "refs/heads/main")
        let before = try MergeDetection(command).checkSubscriptions()
        #expect(before.newMerges.isEmpty)
        #expect(before.subscriptionsChecked == 2)
        #expect(before.errors.isEmpty)
        try squash("plain")
        let check = try MergeDetection(fixture.command(5_000_001)).checkSubscriptions()
        #expect(check.notificationsSent == 2)
        let merge = try #require(check.newMerges.first)
        #expect(merge.evidence == "squashed")
        #expect(try merge.commits == [fixture.git(["rev-parse", "main"])])
        for asker in [session, other] {
            let message = try #require(try messages(asker).first)
            #expect(message.kind == .merge)
            #expect(message.deliveredAt == nil)
            #expect(message.text.contains("Branch \(name) "))
            #expect(message.text.contains("squashed into commit"))
            #expect(message.text.contains("git rebase --onto main \(merge.tip.prefix(12))"))
            #expect(MailFlag(try fixture.command().beats, process: asker.process).isRaised)
        }
        let again = try MergeDetection(fixture.command(5_000_002)).checkSubscriptions()
        #expect(again.subscriptionsChecked == 0)
        #expect(again.newMerges.isEmpty)
        #expect(try messages(session).count == 1)
        let events = try fixture.command().events(repository: fixture.repository).filter {
            $0.event == "merge.detected"
        }
        #expect(events.map(\.cause) == ["squashed", "squashed"].prefix(events.count).map { $0 })
        #expect(!Files.exists(fixture.root + "/x"))
    }

    @Test func `asked again after the branch has gone on, told again`() throws {
        try makeBranch("topic")
        _ = try MergeDetection(fixture.command()).subscribe(session.id, to: "topic")
        try squash("topic")
        #expect(try MergeDetection(fixture.command()).checkSubscriptions().notificationsSent == 1)
        // Merged as it stands: said at once.
        let merged = try MergeDetection(fixture.command()).subscribe(session.id, to: "topic")
        #expect(merged.subscription == nil)
        #expect(merged.state.how == "squashed")
        try makeBranch("more", from: "topic")
        try fixture.git(["branch", "--quiet", "--force", "topic", "more"])
        #expect(try MergeDetection(fixture.command()).subscribe(session.id, to: "topic").subscription?.state == .active)
        #expect(try MergeDetection(fixture.command()).checkSubscriptions().notificationsSent == 0)
        try fixture.git(["merge", "--quiet", "--no-edit", "-X", "theirs", "topic"])
        let check = try MergeDetection(fixture.command()).checkSubscriptions()
        #expect(check.notificationsSent == 1)
        #expect(check.newMerges.map(\.evidence) == ["ancestor"])
        #expect(
            try MergeDetection(fixture.command()).events(in: fixture.repository).map(\.evidence) == [
                "ancestor", "squashed",
            ])
        #expect(try messages(session).count == 2)
    }

    @Test func `a branch that has nothing yet is not merged; deleted, its last tip is judged`() throws {
        let command = try fixture.command()
        // The branch of the second session, just made.
        let branch = try #require(other.branch)
        let wish = try #require(try MergeDetection(command).subscribe(session.id, to: branch).subscription)
        #expect(!wish.hadOwnCommits)
        #expect(try MergeDetection(command).states(in: fixture.repository).states.map(\.how) == ["own-nothing"])
        #expect(try MergeDetection(command).checkSubscriptions().notificationsSent == 0)
        try fixture.gitFixture.commit(["work": "x\n"], message: "work", at: other.worktreePath)
        #expect(try MergeDetection(command).checkSubscriptions().notificationsSent == 0)
        #expect(try MergeDetection(command).subscriptions(in: nil).first?.hadOwnCommits == true)
        try fixture.git(["merge", "--quiet", "--ff-only", branch])
        try fixture.git(["switch", "--quiet", "--detach"], at: other.worktreePath)
        try fixture.git(["branch", "--delete", branch])
        let check = try MergeDetection(command).checkSubscriptions()
        #expect(check.newMerges.map(\.evidence) == ["ancestor"])
        #expect(check.errors.isEmpty)
    }

    @Test func `deleted with its work, and made anew from main: not merged`() throws {
        try makeBranch("topic")
        _ = try MergeDetection(fixture.command()).subscribe(session.id, to: "topic")
        try fixture.git(["branch", "--quiet", "--delete", "--force", "topic"])
        #expect(try MergeDetection(fixture.command()).checkSubscriptions().notificationsSent == 0)
        try fixture.git(["branch", "topic", "main"])
        #expect(try MergeDetection(fixture.command()).checkSubscriptions().notificationsSent == 0)
    }

    @Test func `reset to main, its work thrown away: not merged`() throws {
        try makeBranch("topic")
        try fixture.git(["branch", "--quiet", "--force", "topic", "main"])
        #expect(
            try MergeDetection(fixture.command()).states(of: ["topic"], in: fixture.repository).states.map(\.how) == [
                "own-nothing"
            ])
    }

    @Test func `a dead session's wish ends with it, and tells nobody`() throws {
        try makeBranch("topic")
        _ = try MergeDetection(fixture.command()).subscribe(session.id, to: "topic")
        fixture.kill(session.process)
        try squash("topic")
        let check = try MergeDetection(fixture.command()).checkSubscriptions()
        #expect(check.subscriptionsChecked == 0)
        #expect(check.newMerges.isEmpty)
        #expect(try MergeDetection(fixture.command()).subscriptions(in: nil).map(\.state) == [.ended])
        #expect(try messages(session).isEmpty)
    }

    @Test func `what cannot be judged is an error and waits on`() throws {
        try makeBranch("topic")
        try makeBranch("second")
        let command = try fixture.command()
        _ = try MergeDetection(command).subscribe(session.id, to: "topic")
        _ = try MergeDetection(command).subscribe(session.id, to: "second", target: "topic")
        try fixture.git(["update-ref", "-d", "refs/heads/topic"])
        try fixture.git(["reflog", "expire", "--expire=now", "--all"])
        try fixture.git(["gc", "--quiet", "--prune=now"])
        let check = try MergeDetection(command).checkSubscriptions()
        #expect(check.errors.map(\.error.code) == [.objectMissing, .unknownTarget])
        #expect(check.notificationsSent == 0)
        #expect(try MergeDetection(command).subscriptions(in: nil).allSatisfy { $0.state == .active })
    }

    @Test func `the record of a deleted branch is found among any number of similar names`() throws {
        try fixture.sql(
            """
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
            INSERT INTO merges (id, repository, branch, tip, target, reference, target_commit, evidence, commits,
                merged_at, detected_at)
            SELECT 'id-' || i, '\(fixture.repository)', CASE i WHEN 0 THEN 'gone' ELSE 'gone-' || i END, 'tip', 'main',
                'refs/heads/main', 'commit', 'ancestor', 'commit', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z' FROM n
            """)
        let report = try MergeDetection(fixture.command()).status(of: "gone", in: fixture.repository)
        #expect(report.merge?.id == "id-0")
        #expect(throws: ParallelError.self) {
            try MergeDetection(fixture.command()).status(of: "gone", target: "other", in: fixture.repository)
        }
    }

    @Test func `nonsense is refused`() throws {
        let command = try fixture.command()
        #expect(throws: ParallelError.self) { try MergeDetection(command).subscribe("nobody", to: "main") }
        for (branch, target, code) in [
            ("missing", nil, ParallelError.Code.unknownBranch), ("main", nil, .unknownBranch),
            ("main", "missing", .unknownTarget), ("", nil, .unknownBranch), ("main", "--help", .unknownTarget),
        ] as [(String, String?, ParallelError.Code)] {
            #expect("\(branch)") {
                try MergeDetection(command).subscribe(session.id, to: branch, target: target)
            } throws: { ($0 as? ParallelError)?.code == code }
        }
        try fixture.git(["branch", "--move", "main", "trunk"])
        #expect { try MergeDetection(command).states(in: fixture.repository) } throws: {
            ($0 as? ParallelError)?.code == .unknownTarget
        }
        try fixture.git(["config", "init.defaultBranch", "trunk"])
        #expect(try MergeDetection(command).states(in: fixture.repository).target == "trunk")
    }

    @Test func `idle work looks when somebody waits`() throws {
        #expect(try !fixture.command().hasIdleWork())
        try makeBranch("topic")
        _ = try MergeDetection(fixture.command()).subscribe(session.id, to: "topic")
        #expect(try fixture.command().hasIdleWork())
        try squash("topic")
        _ = try MergeDetection(fixture.command()).checkSubscriptions()
        #expect(try messages(session).map(\.kind) == [.merge])
        #expect(try !fixture.command().hasIdleWork())
    }

    //  first:   look ── judge ──────────────────── write down: told already
    //  second:             └─ look ── judge ── tell
    @Test func `two who look at the same time tell once`() throws {
        try makeBranch("topic")
        _ = try MergeDetection(fixture.command()).subscribe(session.id, to: "topic")
        try squash("topic")
        let inner = Once()
        let check = try MergeDetection(
            fixture.command(5_000_001) { point in
                guard point == "merges.judged", inner.isFirst else { return }
                _ = try? MergeDetection(fixture.command(5_000_002)).checkSubscriptions()
            }
        ).checkSubscriptions()
        #expect(check.notificationsSent == 0)
        #expect(check.newMerges.isEmpty)
        #expect(try messages(session).count == 1)
    }
}
