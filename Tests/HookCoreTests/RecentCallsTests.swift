import Glibc
import TestSupport
import Testing

@testable import HookCore

@Suite struct RecentCallsTests {
    private let folder = TemporaryDirectory()
    private let beats: BeatDirectory
    private let process = ProcessIdentity(pid: 7, startTime: 70)

    init() {
        beats = BeatDirectory(dataDirectory: folder.path)
        mkdir(beats.path, 0o700)
    }

    private var calls: RecentCalls { RecentCalls(beats, process: process) }

    @Test("the second hook for an event of a call is told so; other events, calls and sessions are new")
    func twice() {
        #expect(calls.recordIfNew("PreToolUse", call: "toolu_1"))
        #expect(!calls.recordIfNew("PreToolUse", call: "toolu_1"))
        #expect(calls.recordIfNew("PostToolUse", call: "toolu_1"))
        #expect(calls.recordIfNew("PreToolUse", call: "toolu_2"))
        #expect(!calls.recordIfNew("PreToolUse", call: "toolu_1"))
        #expect(
            RecentCalls(beats, process: ProcessIdentity(pid: 8, startTime: 70)).recordIfNew(
                "PreToolUse", call: "toolu_1"))
        for number in 3...40 { #expect(calls.recordIfNew("PreToolUse", call: "toolu_\(number)")) }
        #expect(calls.recordIfNew("PreToolUse", call: "toolu_1"), "forgotten by now")
    }

    @Test("what concerns no call is the same for some seconds, also across the end of a period")
    func withoutCall() {
        #expect(calls.recordIfNew("SessionStart clear", now: 14_999))
        #expect(!calls.recordIfNew("SessionStart clear", now: 15_001))
        #expect(calls.recordIfNew("SessionStart compact", now: 15_001))
        #expect(calls.recordIfNew("SessionStart clear", now: 30_000))
    }

    @Test("goes with the beats, and is none")
    func file() {
        _ = calls.recordIfNew("PreToolUse", call: "toolu_1")
        #expect(beats.all().isEmpty)
        beats.remove(for: process)
        #expect(calls.recordIfNew("PreToolUse", call: "toolu_1"))
    }

    @Test("makes the folder of beats, never the data directory")
    func noFolder() {
        rmdir(beats.path)
        #expect(calls.recordIfNew("PreToolUse", call: "toolu_1"))
        #expect(!calls.recordIfNew("PreToolUse", call: "toolu_1"))
    }

    @Test("where it cannot be noted, every call is new")
    func failure() {
        let nowhere = RecentCalls(BeatDirectory(dataDirectory: "/nowhere"), process: process)
        #expect(nowhere.recordIfNew("PreToolUse", call: "toolu_1"))
        #expect(nowhere.recordIfNew("PreToolUse", call: "toolu_1"))
    }
}
