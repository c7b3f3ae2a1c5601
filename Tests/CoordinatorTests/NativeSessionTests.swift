import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Claudes that nobody registered, and what the kernel does and does not say.
@Suite struct NativeSessionTests {
    @Test("a claude in Claude's registry holds the checkout; asked for again, it is adopted once")
    func registry() throws {
        let world = try World()
        world.setNatives([
            NativeSession(process: world.claude(9), directory: world.root, claudeSessionID: "c", name: "n")
        ])
        let second = try world.start(1)
        #expect(!second.isMainCheckout && second.parallelSessions == 2)
        let native = try #require(try world.command().livingSessions().first { $0.kind == .native })
        #expect(native.worktreePath == world.root && native.name == "n" && native.claudeSessionID == "c")
        try world.command().reconcile()
        #expect(try world.command().livingSessions().count == 2)
    }

    @Test("a beat of an unknown process asks for adoption; a dead one's is swept away")
    func beats() throws {
        let world = try World()
        let beats = BeatDirectory(dataDirectory: world.dataDirectory)
        for number: Int32 in [7, 8] {
            try beats.write(
                Beat(
                    process: world.claude(number), time: 1, event: "Stop", activity: .idle, cwd: world.root,
                    bootID: world.host.bootID, pidNamespace: world.host.pidNamespace))
        }
        world.kill(world.claude(8))
        #expect(try !world.start(1).isMainCheckout)
        #expect(beats.exists(for: world.claude(7)) && !beats.exists(for: world.claude(8)))
        let report = try world.command().status(repository: nil, withWork: false)
        #expect(report.sessions.map(\.session.kind) == [.native, .wrapped])
        #expect(report.sessions.first?.activity == .idle)
    }

    @Test("the checkout stays taken when the wrapped session beside a native one ends")
    func nativeInherits() throws {
        let world = try World()
        let first = try world.start(1)
        world.setNatives([NativeSession(process: world.claude(9), directory: world.root)])
        try world.command().reconcile()
        _ = try world.command().release(.id(first.session.id), reason: "test")
        #expect(try !world.start(2).isMainCheckout)
    }

    @Test("a claude below a registered one is nested: no session of its own")
    func nested() throws {
        let world = try World()
        // This test process is the registered claude; a child of it is the nested one.
        let me = try #require(ProcessIdentity.current())
        let parent = try #require(ProcessIdentity.parentPid(of: me.pid).flatMap(ProcessIdentity.read))
        _ = try world.command().register(RegisterRequest(directory: world.root, process: parent))
        world.setNatives([NativeSession(process: me, directory: world.root)])
        try world.command().reconcile()
        #expect(try world.command().livingSessions().map(\.process) == [parent])
    }

    @Test("a dead session's pid that something else got makes nobody nested")
    func notNested() throws {
        let world = try World()
        let me = try #require(ProcessIdentity.current())
        let parent = try #require(ProcessIdentity.parentPid(of: me.pid).flatMap(ProcessIdentity.read))
        let former = ProcessIdentity(pid: parent.pid, startTime: parent.startTime &- 1)
        try world.start(1)
        world.kill(world.claude(1))
        try world.sql("UPDATE sessions SET pid = \(former.pid), start_time = \(former.startTime)")
        world.setNatives([NativeSession(process: me, directory: world.root)])
        try world.command().reconcile()
        let living = try world.command().livingSessions()
        #expect(living.map(\.process) == [me])
    }

    @Test("sessions of another pid namespace or machine are unknown: never reaped, always in the way")
    func otherNamespace() throws {
        let world = try World()
        let first = try world.start(1)
        let second = try world.start(2)
        for column in ["pid_namespace = 77", "machine_id = 'another', boot_id = 'another'"] {
            try world.sql("UPDATE sessions SET \(column)")
            world.kill(world.claude(1))
            world.kill(world.claude(2))
            let report = try world.command().status(repository: nil, withWork: false)
            #expect(report.sessions.map(\.liveness) == [.unknown, .unknown])
            #expect(try world.command().cleanup().sessions.isEmpty)
            #expect(try !world.start(3).isMainCheckout && Files.exists(second.directory))
            _ = try world.command().release(.pid(world.claude(3).pid), reason: "test")
        }
        // The same machine after a reboot: nobody lives.
        try world.sql("UPDATE sessions SET machine_id = 'machine', boot_id = 'earlier' WHERE state = 'active'")
        #expect(try world.start(4).isMainCheckout)
        #expect(try world.command().session(.id(first.session.id))?.state == .lost)
    }

    @Test("the claude that a shim started keeps the session alive")
    func shim() throws {
        let world = try World()
        try world.start(1)
        try BeatDirectory(dataDirectory: world.dataDirectory).write(
            Beat(
                process: world.claude(1), actor: world.claude(11), time: 1, event: "Stop", activity: .idle,
                bootID: world.host.bootID, pidNamespace: world.host.pidNamespace))
        world.kill(world.claude(1))
        #expect(try !world.start(2).isMainCheckout)
        world.kill(world.claude(11))
        #expect(try world.start(3).isMainCheckout)
    }

    @Test("SessionEnd is a wish: a native session that said goodbye has ended, another is lost")
    func goodbye() throws {
        let world = try World()
        let notice = { (number: Int32) in
            ClaudeNotice(
                process: world.claude(number), claudeSessionID: "c\(number)", directory: world.root, name: nil)
        }
        let polite = try #require(try world.command().sessionStarted(notice(1)))
        try world.command().sessionEnding(notice(1), reason: "clear")
        // After /clear the same process goes on.
        #expect(try world.command().sessionStarted(notice(1))?.id == polite.id)
        try world.command().sessionEnding(notice(1), reason: "exit")
        #expect(try world.command().session(.id(polite.id))?.state == .active)
        world.kill(world.claude(1))
        try world.command().reconcile()
        #expect(try world.command().session(.id(polite.id))?.state == .ended)
        let rude = try #require(try world.command().sessionStarted(notice(2)))
        world.kill(world.claude(2))
        try world.command().reconcile()
        #expect(try world.command().session(.id(rude.id))?.state == .lost)
    }
}
