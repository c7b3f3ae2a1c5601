import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Claudes that nobody registered, and what the kernel does and does not say.
@Suite struct NativeSessionTests {
    @Test("a claude in Claude's registry holds the checkout; asked for again, it is adopted once")
    func registry() throws {
        let fixture = try CoordinatorFixture()
        fixture.setNatives([
            NativeSession(process: fixture.claude(9), directory: fixture.root, claudeSessionID: "c", name: "n")
        ])
        let second = try fixture.start(1)
        #expect(!second.isMainCheckout)
        #expect(second.parallelSessions == 2)
        let native = try #require(try fixture.command().livingSessions().first { $0.kind == .native })
        #expect(native.worktreePath == fixture.root)
        #expect(native.name == "n")
        #expect(native.claudeSessionID == "c")
        try fixture.command().reconcile()
        #expect(try fixture.command().livingSessions().count == 2)
    }

    @Test("a beat of an unknown process asks for adoption; a dead one's is swept away")
    func beats() throws {
        let fixture = try CoordinatorFixture()
        let beats = BeatDirectory(dataDirectory: fixture.dataDirectory)
        for number: Int32 in [7, 8] {
            try beats.write(
                Beat(
                    process: fixture.claude(number), time: 1, event: "Stop", activity: .idle, cwd: fixture.root,
                    bootID: fixture.host.bootID, pidNamespace: fixture.host.pidNamespace))
        }
        fixture.kill(fixture.claude(8))
        #expect(try !fixture.start(1).isMainCheckout)
        #expect(beats.exists(for: fixture.claude(7)))
        #expect(!beats.exists(for: fixture.claude(8)))
        let report = try fixture.command().status(repository: nil, withWork: false)
        #expect(report.sessions.map(\.session.kind) == [.native, .wrapped])
        #expect(report.sessions.first?.activity == .idle)
    }

    @Test("the checkout stays taken when the wrapped session beside a native one ends")
    func nativeInherits() throws {
        let fixture = try CoordinatorFixture()
        let first = try fixture.start(1)
        fixture.setNatives([NativeSession(process: fixture.claude(9), directory: fixture.root)])
        try fixture.command().reconcile()
        _ = try fixture.command().release(.id(first.session.id), reason: "test")
        #expect(try !fixture.start(2).isMainCheckout)
    }

    @Test("a claude below a registered one is nested: no session of its own")
    func nested() throws {
        let fixture = try CoordinatorFixture()
        // This test process is the registered claude; a child of it is the nested one.
        let me = try #require(ProcessIdentity.current())
        let parent = try #require(ProcessIdentity.parentPid(of: me.pid).flatMap(ProcessIdentity.read))
        _ = try fixture.command().register(RegisterRequest(directory: fixture.root, process: parent))
        fixture.setNatives([NativeSession(process: me, directory: fixture.root)])
        try fixture.command().reconcile()
        #expect(try fixture.command().livingSessions().map(\.process) == [parent])
    }

    @Test("a dead session's pid that something else got makes nobody nested")
    func notNested() throws {
        let fixture = try CoordinatorFixture()
        let me = try #require(ProcessIdentity.current())
        let parent = try #require(ProcessIdentity.parentPid(of: me.pid).flatMap(ProcessIdentity.read))
        let former = ProcessIdentity(pid: parent.pid, startTime: parent.startTime &- 1)
        try fixture.start(1)
        fixture.kill(fixture.claude(1))
        try fixture.sql("UPDATE sessions SET pid = \(former.pid), start_time = \(former.startTime)")
        fixture.setNatives([NativeSession(process: me, directory: fixture.root)])
        try fixture.command().reconcile()
        let living = try fixture.command().livingSessions()
        #expect(living.map(\.process) == [me])
    }

    @Test("sessions of another pid namespace or machine are unknown: never reaped, always in the way")
    func otherNamespace() throws {
        let fixture = try CoordinatorFixture()
        let first = try fixture.start(1)
        let second = try fixture.start(2)
        for column in ["pid_namespace = 77", "machine_id = 'another', boot_id = 'another'"] {
            try fixture.sql("UPDATE sessions SET \(column)")
            fixture.kill(fixture.claude(1))
            fixture.kill(fixture.claude(2))
            let report = try fixture.command().status(repository: nil, withWork: false)
            #expect(report.sessions.map(\.liveness) == [.unknown, .unknown])
            #expect(try fixture.command().cleanup().sessions.isEmpty)
            #expect(try !fixture.start(3).isMainCheckout)
            #expect(Files.exists(second.directory))
            _ = try fixture.command().release(.pid(fixture.claude(3).pid), reason: "test")
        }
        // The same machine after a reboot: nobody lives.
        try fixture.sql("UPDATE sessions SET machine_id = 'machine', boot_id = 'earlier' WHERE state = 'active'")
        #expect(try fixture.start(4).isMainCheckout)
        #expect(try fixture.command().session(.id(first.session.id))?.state == .lost)
    }

    @Test("the claude that a shim started keeps the session alive")
    func shim() throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        try BeatDirectory(dataDirectory: fixture.dataDirectory).write(
            Beat(
                process: fixture.claude(1), actor: fixture.claude(11), time: 1, event: "Stop", activity: .idle,
                bootID: fixture.host.bootID, pidNamespace: fixture.host.pidNamespace))
        fixture.kill(fixture.claude(1))
        #expect(try !fixture.start(2).isMainCheckout)
        fixture.kill(fixture.claude(11))
        #expect(try fixture.start(3).isMainCheckout)
    }

    @Test("SessionEnd is a wish: a native session that said goodbye has ended, another is lost")
    func goodbye() throws {
        let fixture = try CoordinatorFixture()
        let notice = { (number: Int32) in
            ClaudeNotice(
                process: fixture.claude(number), claudeSessionID: "c\(number)", directory: fixture.root, name: nil)
        }
        let polite = try #require(try fixture.command().sessionStarted(notice(1)))
        try fixture.command().sessionEnding(notice(1), reason: "clear")
        // After /clear the same process goes on.
        #expect(try fixture.command().sessionStarted(notice(1))?.id == polite.id)
        try fixture.command().sessionEnding(notice(1), reason: "exit")
        #expect(try fixture.command().session(.id(polite.id))?.state == .active)
        fixture.kill(fixture.claude(1))
        try fixture.command().reconcile()
        #expect(try fixture.command().session(.id(polite.id))?.state == .ended)
        let rude = try #require(try fixture.command().sessionStarted(notice(2)))
        fixture.kill(fixture.claude(2))
        try fixture.command().reconcile()
        #expect(try fixture.command().session(.id(rude.id))?.state == .lost)
    }
}
