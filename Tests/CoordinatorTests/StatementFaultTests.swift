import CoordinatorFixtures
import Glibc
import HookCore
import Store
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// The Nth statement that writes fails, N = 1, 2, … until all pass: nothing is lost, and the next command works.
@Suite struct StatementFaultTests {
    enum Fault: String, CaseIterable, Sendable {
        /// That one statement.
        case once
        /// Every statement from there on: a full disk.
        case fromThenOn
    }

    /// Fails statements of one connection; belongs to one thread.
    private final class Injector {
        private let position: Int
        private let fault: Fault
        private(set) var count = 0

        init(_ position: Int, _ fault: Fault) {
            self.position = position
            self.fault = fault
        }

        var hasStruck: Bool { count >= position }

        func ask() -> StoreError? {
            count += 1
            let strikes = fault == .once ? count == position : count >= position
            // 13 is SQLITE_FULL.
            return strikes ? StoreError(.sqlite(13), message: "injected") : nil
        }
    }

    /// Runs an act again and again, each time in a new world, with the fault one statement later.
    private func loop(
        _ fault: Fault, prepare: (CoordinatorFixture) throws -> [String],
        act: (CoordinatorFixture, Coordinator) throws -> Void
    ) throws {
        var position = 1
        while true {
            let fixture = try CoordinatorFixture()
            let contents = try prepare(fixture)
            let injector = Injector(position, fault)
            let coordinator = try fixture.command(5_000_001)
            coordinator.database.faultInjector = { _ in injector.ask() }
            var failure: (any Error)?
            do { try act(fixture, coordinator) } catch { failure = error }
            guard injector.hasStruck else {
                #expect(failure == nil)
                #expect(position > 3)
                return
            }
            fixture.kill(command: 5_000_001)
            try expectRepaired(fixture, contents, "statement \(position), \(fault)")
            position += 1
        }
    }

    private func expectRepaired(_ fixture: CoordinatorFixture, _ contents: [String], _ place: String) throws {
        let missing = try FindableContent(fixture).missing(contents)
        #expect(missing == [], "\(place)")
        fixture.kill(fixture.claude(2))
        let result = try fixture.command(5_000_002).cleanup()
        #expect(result.failures.isEmpty, "\(place): \(result.failures)")
        let rows = try fixture.command(5_000_002).worktrees()
        #expect(rows.allSatisfy { $0.state == .active || $0.state == .kept }, "\(place): \(rows)")
        let listed = try fixture.listedWorktrees
        #expect(Set(rows.map(\.path)) == Set(listed.dropFirst()), "\(place)")
        let next = try fixture.start(3)
        #expect(next.session.state == .active, "\(place)")
        let released = try fixture.command(5_000_003).release(.id(next.session.id), reason: "test")
        #expect(released.worktree?.removed != false, "\(place)")
        let complaints = try fixture.fsck
        #expect(complaints == "", "\(place)")
        let stillMissing = try FindableContent(fixture).missing(contents)
        #expect(stillMissing == [], "\(place), repaired")
    }

    @Test("register in a worktree", arguments: Fault.allCases)
    func register(fault: Fault) throws {
        try loop(fault) { fixture in
            try fixture.start(1)
            return ["hello\n"]
        } act: { fixture, coordinator in
            _ = try coordinator.register(RegisterRequest(directory: fixture.root, process: fixture.claude(2)))
        }
    }

    @Test("release with work", arguments: Fault.allCases)
    func release(fault: Fault) throws {
        try loop(fault) { fixture in
            let session = try fixture.startInWorktree()
            try Files.write(session.directory + "/README", "changed\n")
            try Files.write(session.directory + "/new", "new\n")
            try fixture.gitFixture.commit(["committed": "committed\n"], message: "one", at: session.directory)
            return ["changed\n", "new\n", "committed\n"]
        } act: { fixture, coordinator in
            _ = try coordinator.release(.pid(fixture.claude(2).pid), reason: "test")
        }
    }

    @Test("restore from the trash", arguments: Fault.allCases)
    func restore(fault: Fault) throws {
        try loop(fault) { fixture in
            let session = try fixture.startInWorktree()
            try Files.write(session.directory + "/new", "new\n")
            let released = try fixture.command().release(.id(session.session.id), reason: "test")
            #expect(released.worktree?.kept == nil)
            return ["new\n"]
        } act: { fixture, coordinator in
            _ = try coordinator.restoreTrash(try coordinator.trash().first?.id ?? "")
        }
    }

    @Test("cleanup of a lost worktree", arguments: Fault.allCases)
    func cleanup(fault: Fault) throws {
        try loop(fault) { fixture in
            let session = try fixture.startInWorktree()
            try Files.write(session.directory + "/new", "new\n")
            fixture.kill(fixture.claude(2))
            return ["new\n"]
        } act: { _, coordinator in
            let result = try coordinator.cleanup()
            if let failure = result.failures.first { throw FixtureError(failure.message) }
        }
    }
}
