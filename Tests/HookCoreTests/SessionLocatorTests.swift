import Glibc
import TestSupport
import Testing

@testable import HookCore

/// With this test as claude and the process that runs it as its ancestor.
@Suite struct SessionLocatorTests {
    private let folder = TemporaryDirectory()
    private var beats: BeatDirectory { BeatDirectory(dataDirectory: folder.path) }
    private var locator: SessionLocator { SessionLocator(beats: beats) }

    private func identity(_ pid: pid_t) throws -> ProcessIdentity { try #require(ProcessIdentity.read(pid: pid)) }

    private func know(_ process: ProcessIdentity, _ activity: Activity, actor: ProcessIdentity? = nil) throws {
        try beats.write(Beat(process: process, actor: actor, time: 1, event: "register", activity: activity))
    }

    @Test func `nobody is known`() throws {
        #expect(locator.find(claudePid: getpid(), parent: getppid()) == .unknown(try identity(getpid())))
        #expect(locator.find(claudePid: nil, parent: getpid()) == .none)
        #expect(locator.find(claudePid: Int32.max, parent: getpid()) == .none)
        #expect(locator.find(claudePid: 0, parent: getpid()) == .none)
    }

    @Test func `it is known`() throws {
        let claude = try identity(getpid())
        try know(claude, .starting)
        #expect(locator.find(claudePid: getpid(), parent: 1) == .known(claude, actor: nil))
        #expect(locator.find(claudePid: nil, parent: getpid()) == .known(claude, actor: nil))
    }

    @Test func `an ancestor is a working claude`() throws {
        let ancestor = try identity(getppid())
        try know(ancestor, .inTool)
        #expect(locator.find(claudePid: getpid(), parent: 1) == .nested(in: ancestor))
        #expect(locator.find(claudePid: nil, parent: getpid()) == .known(ancestor, actor: nil))
    }

    @Test func `an ancestor is a shim`() throws {
        let (claude, ancestor) = (try identity(getpid()), try identity(getppid()))
        try know(ancestor, .starting)
        #expect(locator.find(claudePid: getpid(), parent: 1) == .known(ancestor, actor: claude))
        try know(ancestor, .busy, actor: claude)
        #expect(locator.find(claudePid: getpid(), parent: 1) == .known(ancestor, actor: claude))
        try know(ancestor, .busy, actor: ProcessIdentity(pid: claude.pid, startTime: 1))
        #expect(locator.find(claudePid: getpid(), parent: 1) == .known(ancestor, actor: claude))
    }

    @Test func `the shim has another living claude`() throws {
        let ancestor = try identity(getppid())
        try know(ancestor, .busy, actor: try identity(getppid()))
        #expect(locator.find(claudePid: getpid(), parent: 1) == .nested(in: ancestor))
    }

    @Test func `an unreadable beat is no shim`() throws {
        let ancestor = try identity(getppid())
        try know(ancestor, .starting)
        truncate("\(beats.path)/\(ancestor.pid)-\(ancestor.startTime)", 5)
        #expect(locator.find(claudePid: getpid(), parent: 1) == .nested(in: ancestor))
    }
}
