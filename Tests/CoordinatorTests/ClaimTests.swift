import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import Store
import TestSupport
import Testing

@testable import Coordinator

/// Who may write what.
@Suite struct ClaimTests {
    private let fixture: CoordinatorFixture
    private let first: Session
    private let second: Session

    init() throws {
        fixture = try CoordinatorFixture()
        first = try fixture.start(1).session
        second = try fixture.start(2).session
    }

    private func request(
        _ session: Session, _ mode: ClaimMode, _ path: String = "src/a", _ kind: ClaimTarget.Kind = .path,
        lifetime: Int64? = nil
    ) -> ClaimRequest {
        ClaimRequest(
            sessionID: session.id, repository: fixture.repository, target: ClaimTarget(kind, at: Array(path.utf8)),
            mode: mode,
            reason: "test", lifetime: lifetime)
    }

    private func take(
        _ session: Session, _ mode: ClaimMode, _ path: String = "src/a", _ kind: ClaimTarget.Kind = .path,
        lifetime: Int64? = nil
    ) throws -> ClaimResult {
        try fixture.command().takeClaim(request(session, mode, path, kind, lifetime: lifetime))
    }

    @Test("who has announced to write what another one gets alone is told, once for all of it; nobody else is")
    func intentsAreTold() throws {
        for path in ["src/a", "src/b", "docs/c"] { _ = try take(first, .intent, path) }
        for mode in [ClaimMode.intent, .shared] { _ = try take(second, mode, "src", .directory) }
        #expect(try fixture.command().messages().isEmpty)
        _ = try take(second, .exclusive, "src", .directory)
        let messages = try fixture.command().messages()
        #expect(messages.map(\.sessionID) == [first.id])
        #expect(messages.map(\.kind) == [.claim])
        #expect(messages.first?.senderID == second.id)
        #expect(messages.first?.text.contains(": src/a, src/b. Further writes") == true)
        // Extending it is nothing new.
        _ = try take(second, .exclusive, "src", .directory)
        _ = try take(first, .exclusive, "docs/c")
        #expect(try fixture.command().messages().count == 1)
    }

    @Test("the matrix, in two worktrees of one repository; an intent is in nobody's way, and its holder is named")
    func matrix() throws {
        for held in ClaimMode.allCases {
            for wanted in ClaimMode.allCases {
                let claim = try #require(try take(first, held).claim)
                let result = try take(second, wanted)
                #expect((result.claim != nil) == held.admits(wanted), "\(held) \(wanted)")
                #expect(result.holders.map(\.claim.id) == (held.admits(wanted) ? [] : [claim.id]))
                #expect(result.intents.map(\.session.id) == (held == .intent ? [first.id] : []))
                try fixture.command().releaseClaim(claim.id, heldBy: first.id)
                if let granted = result.claim { try fixture.command().releaseClaim(granted.id, heldBy: second.id) }
            }
        }
        #expect(try fixture.command().claims(in: nil).isEmpty)
    }

    @Test("what overlaps is in the way: directories, globs, the whole repository; what does not, is not")
    func overlaps() throws {
        _ = try take(first, .exclusive, "src", .directory)
        for (path, kind) in [("src/a", ClaimTarget.Kind.path), ("**/*.swift", .glob), ("", .directory)] {
            #expect(try take(second, .shared, path, kind).claim == nil, "\(path)")
        }
        for (path, kind) in [("srcs/a", ClaimTarget.Kind.path), ("docs/*", .glob), ("docs", .directory)] {
            #expect(try take(second, .exclusive, path, kind).claim != nil, "\(path)")
        }
    }

    @Test("own claims are never in the way; raised with a new fence, lowered with the same, once per target")
    func own() throws {
        let intent = try #require(try take(first, .intent).claim)
        let alone = try #require(try take(first, .exclusive).claim)
        #expect(alone.fence > intent.fence)
        #expect(try take(first, .exclusive, "src", .directory).claim != nil)
        let lowered = try #require(try take(first, .shared).claim)
        #expect(lowered.id == alone.id)
        #expect(lowered.fence == alone.fence)
        #expect(lowered.mode == .shared)
        #expect(try fixture.command().claims(in: fixture.repository).count == 2)
        let stale = #expect(throws: ParallelError.self) {
            try fixture.command().releaseClaim(intent.id, heldBy: first.id)
        }
        #expect(stale?.code == .claimPassedOn)
    }

    @Test("two that share and both want it alone: the raise goes before who waits, and is refused while both share")
    func raise() throws {
        _ = try take(first, .shared)
        let other = try #require(try take(second, .shared).claim)
        #expect(try take(first, .exclusive).holders.map(\.claim.id) == [other.id])
        try fixture.command().releaseClaim(other.id, heldBy: second.id)
        #expect(try take(first, .exclusive).claim != nil)
    }

    @Test(
        "refused at once where those in the way wait for the asker, maybe over a third; who waits goes on"
    )
    func deadlock() throws {
        let third = try fixture.start(3).session
        let held = try [(first, "a"), (second, "b"), (third, "c")].map { session, path in
            try #require(try take(session, .shared, path).claim)
        }
        let tickets = try [request(first, .exclusive, "b"), request(second, .exclusive, "c")].map(wait)
        let asked = request(third, .exclusive, "a")
        let refused = try fixture.command().takeClaim(asked, wait: .max / 2)
        #expect(refused.isDeadlock && refused.holders.map(\.claim.id) == [held[0].id])
        // To stand in a queue behind somebody that waits for the asker is no better.
        #expect(try take(third, .exclusive, "b").isDeadlock)
        #expect(try fixture.command().takeClaim(request(third, .exclusive, "a/b"), wait: 0).claim != nil)
        // A waiter whose turn comes after somebody's is kept by him, too.
        let fourth = try fixture.start(4).session
        _ = try take(fourth, .shared, "e")
        _ = try wait(request(third, .exclusive, "e"))
        _ = try wait(request(second, .shared, "e"))
        #expect(try take(fourth, .exclusive, "b").isDeadlock)
        // Those who came earlier go on waiting, even when the last one waits, too.
        _ = try wait(asked)
        let command = try fixture.command()
        let decision = try command.database.write { db throws(StoreError) in
            try ClaimDecision(coordinator: command, request: request(second, .exclusive, "c"), db: db)
                .decide(ticket: tickets[1])
        }
        #expect(decision.claim == nil)
        #expect(!decision.isDeadlock)
    }

    /// Queues somebody up whose process lives and does nothing.
    private func wait(_ request: ClaimRequest) throws -> Int64 {
        let context = fixture.context()
        let until = context.uptime() + 3_600_000
        return try fixture.command().database.write { db throws(StoreError) in
            try ClaimWaiterTable.add(request, until: until, process: context.process, on: context.host, in: db)
        }
    }

    private func waiters() throws -> Int? {
        try fixture.command().database.read { db throws(StoreError) in
            try db.value("SELECT COUNT(*) FROM claim_waiters")
        }
    }

    @Test("a clock that is set neither ends nor prolongs a wait")
    func clockStep() throws {
        _ = try take(first, .exclusive)
        _ = try wait(request(first, .exclusive, "b"))
        var context = fixture.context()
        context.now = { Timestamp(milliseconds: 0) }
        #expect(try Coordinator(context).takeClaim(request(second, .exclusive), wait: 1).claim == nil)
        #expect(try !Coordinator(context).takeClaim(request(second, .exclusive, "b")).isFree)
    }

    @Test("whoever fails while it waits leaves the queue")
    func failedWaiter() throws {
        _ = try take(first, .exclusive)
        try fixture.sql(
            """
            CREATE TRIGGER ending AFTER INSERT ON claim_waiters BEGIN
                UPDATE sessions SET state = 'ended' WHERE id = NEW.session_id;
            END
            """)
        let error = #expect(throws: ParallelError.self) {
            try fixture.command().takeClaim(request(second, .exclusive), wait: .max / 2)
        }
        #expect(error?.code == .unknownSession)
        #expect(try waiters() == 0)
    }

    @Test("a dead holder does not hold, a time that is over neither; ending a session ends its claims")
    func deadHolder() throws {
        _ = try take(first, .exclusive, lifetime: 1_000)
        #expect(try take(second, .exclusive).claim == nil)
        fixture.advance(days: 1)
        let claim = try #require(try take(second, .exclusive).claim)
        fixture.kill(fixture.claude(2))
        #expect(try fixture.command().claims(in: nil).isEmpty)
        #expect(try take(first, .exclusive).claim != nil)
        _ = try fixture.command().cleanup()
        let late = #expect(throws: ParallelError.self) {
            try fixture.command().releaseClaim(claim.id, heldBy: second.id, fence: claim.fence)
        }
        #expect(late?.code == .claimPassedOn)
        #expect(late?.message.contains("its session is") == true)
        _ = try fixture.command().release(.id(first.id), reason: "test")
        #expect(try fixture.command().claims(in: nil).isEmpty)
    }

    @Test("only the holder gives it back or on, unless forced; unknown ones and strangers are refused")
    func rights() throws {
        let claim = try #require(try take(first, .exclusive).claim)
        func code(_ act: () throws -> Void) -> ParallelError.Code? {
            (#expect(throws: ParallelError.self) { try act() })?.code
        }
        #expect(code { try fixture.command().releaseClaim(claim.id, heldBy: second.id) } == .notClaimHolder)
        #expect(code { try fixture.command().releaseClaim("nothing", heldBy: nil) } == .unknownClaim)
        #expect(code { try fixture.command().releaseClaim(claim.id, heldBy: nil, fence: 999) } == .claimPassedOn)
        #expect(
            code { _ = try fixture.command().transferClaim(claim.id, heldBy: nil, to: "nobody") } == .unknownSession)
        let passed = try fixture.command().transferClaim(claim.id, heldBy: first.id, to: second.id)
        #expect(passed.fence > claim.fence)
        #expect(passed.sessionID == second.id)
        #expect(code { try fixture.command().releaseClaim(claim.id, heldBy: first.id) } == .claimPassedOn)
        try fixture.command().releaseClaim(passed.id, heldBy: nil)
        let events = try fixture.command().events(repository: fixture.repository).map(\.event).filter {
            $0.contains("claim")
        }
        #expect(events == ["claim.taken", "claim.transferred", "claim.released"])
        fixture.kill(fixture.claude(2))
        #expect(code { _ = try take(second, .intent) } == .unknownSession)
    }

    @Test("handed on, a claim makes no two incompatible holders, and lowers nothing that the heir has")
    func transferConflicts() throws {
        _ = try take(first, .exclusive, "src", .directory)
        let inner = try #require(try take(first, .exclusive).claim)
        let error = #expect(throws: ParallelError.self) {
            try fixture.command().transferClaim(inner.id, heldBy: first.id, to: second.id)
        }
        #expect(error?.code == .claimConflict)
        #expect(try fixture.command().claims(in: nil).map(\.session.id) == [first.id, first.id])
        let intent = try #require(try take(first, .intent, "docs/x").claim)
        let alone = try #require(try take(second, .exclusive, "docs/x").claim)
        let kept = try fixture.command().transferClaim(intent.id, heldBy: first.id, to: second.id)
        #expect(kept == alone)
    }

    @Test("a wait for less does not lower what the session has got meanwhile")
    func lateWaiter() throws {
        let ticket = try wait(request(first, .shared))
        let claim = try #require(try take(first, .exclusive).claim)
        let command = try fixture.command()
        let result = try command.database.write { db throws(StoreError) in
            try ClaimDecision(coordinator: command, request: request(first, .shared), db: db).decide(ticket: ticket)
        }
        #expect(result.claim == claim)
        #expect(try waiters() == 0)
        #expect(try fixture.command().claims(in: nil).map(\.claim) == [claim])
    }

    @Test("a claim that is handed to its holder stays as it is")
    func toItself() throws {
        let claim = try #require(try take(first, .exclusive).claim)
        #expect(try fixture.command().transferClaim(claim.id, heldBy: first.id, to: first.id) == claim)
        #expect(try fixture.command().claims(in: nil).map(\.claim) == [claim])
        try fixture.command().releaseClaim(claim.id, heldBy: nil, asker: first.id)
        #expect(try fixture.command().messages().isEmpty)
    }

    @Test("the heir of a claim is told, and who loses one by the user's word")
    func told() throws {
        let beats = try fixture.command().beats
        mkdir(beats.path, 0o700)
        let claim = try #require(try take(first, .exclusive).claim)
        let passed = try fixture.command().transferClaim(claim.id, heldBy: first.id, to: second.id)
        try fixture.command().releaseClaim(passed.id, heldBy: second.id)
        let taken = try #require(try take(first, .exclusive).claim)
        _ = try fixture.command().transferClaim(taken.id, heldBy: nil, to: second.id)
        let lost = try #require(try take(first, .shared, "src/b").claim)
        try fixture.command().releaseClaim(lost.id, heldBy: nil)
        let messages = try fixture.command().messages()
        #expect(messages.map(\.sessionID) == [second.id, second.id, first.id, first.id])
        #expect(messages.allSatisfy { $0.kind == .claim })
        #expect(
            messages[0].senderID == first.id
                && messages[0].text.contains("EXCLUSIVE claim of session \(first.id) on src/a"))
        #expect(messages[2].text.contains("(id \(taken.id)) has been handed to session \(second.id)"))
        #expect(messages[3].text.hasPrefix("Your SHARED claim on src/b (id \(lost.id)) has been taken from you"))
        for session in [first, second] { #expect(MailFlag(beats, process: session.process).isRaised) }
    }

    @Test("what a session has announced goes with it; its other claims stay on record")
    func announcements() throws {
        _ = try take(first, .intent, "a")
        let claim = try #require(try take(first, .shared, "b").claim)
        _ = try fixture.command().release(.id(first.id), reason: "test")
        let left: [String] = try fixture.command().database.read { db throws(StoreError) in
            try db.column("SELECT id FROM claims")
        }
        #expect(left == [claim.id])
    }

    @Test("16 processes take and give back overlapping claims: never two incompatible holders, and each has its turn")
    func contention() throws {
        let seconds = getenv("PARALLEL_CC_CLAIM_SECONDS").map { String(cString: $0) } ?? "3"
        let sessions = [first, second] + (try (3...16).map { try fixture.start(Int32($0)).session })
        let marks = fixture.gitFixture.directory.appending("marks")
        mkdir(marks, 0o700)
        let script = sessions.map { session in
            "\"$VICTIM\" \"$DATA\" contend \(session.id) \"$REPO/.git\" \"$MARKS\" \(seconds) > "
                + "\"$MARKS/out-\(session.id)\" &"
        }
        var environment = fixture.gitFixture.environment
        environment["VICTIM"] = Victim.path
        environment["DATA"] = fixture.dataDirectory
        environment["REPO"] = fixture.root
        environment["MARKS"] = marks
        let shell = Command(
            "/bin/sh", arguments: ["-c", script.joined(separator: "\n") + "\nwait\n"], environment: environment,
            directory: "/")
        #expect(try Spawner.run(shell).status.isSuccess)
        for session in sessions {
            let said = Files.read(marks + "/out-\(session.id)") ?? ""
            #expect((Int(said.dropLast()) ?? 0) > 0, "\(said)")
        }
        #expect(try fixture.command().claims(in: nil).isEmpty)
        #expect(try waiters() == 0)
    }

    @Test("several are taken together or not at all; those that are not free are named")
    func several() throws {
        _ = try take(first, .exclusive, "b")
        _ = try take(second, .intent, "a")
        let wanted = ["a", "b", "c"].map { request(second, .exclusive, $0) }
        let refused = try fixture.command().takeClaims(wanted)
        #expect(refused.map(\.isFree) == [true, false, true])
        #expect(refused.allSatisfy { $0.claim == nil })
        #expect(refused[1].holders.map(\.session.id) == [first.id])
        #expect(try fixture.command().claims(in: nil).map(\.claim.mode) == [.exclusive, .intent])
        let granted = try fixture.command().takeClaims([wanted[0], wanted[2], wanted[0]])
        #expect(granted.compactMap(\.claim).count == 3)
        #expect(try fixture.command().claims(in: nil).count == 3)
        let former = try fixture.command().formerClaims(in: fixture.repository, limit: 10)
        #expect(former.map(\.0.mode) == [.intent])
        #expect(former.first?.1?.id == second.id)
    }

    @Test("one who waits but does not run keeps nobody waiting beyond its time")
    func stoppedWaiter() throws {
        let claim = try #require(try take(first, .exclusive).claim)
        try fixture.command().releaseClaim(claim.id, heldBy: first.id)
        let context = fixture.context()
        let now = context.uptime()
        for (until, isFree) in [(now + 3_600_000, false), (now, true)] {
            try fixture.sql("DELETE FROM claim_waiters")
            try fixture.sql(
                """
                INSERT INTO claim_waiters SELECT 1, repository, kind, path, 'EXCLUSIVE', '\(first.id)', 5000009, 1,
                '\(context.host.bootID)', \(context.host.pidNamespace), '\(until)'
                FROM claims LIMIT 1
                """)
            #expect((try take(second, .exclusive).claim != nil) == isFree)
        }
    }
}
