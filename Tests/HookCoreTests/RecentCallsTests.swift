import Glibc
import Testing

@testable import HookCore

@Suite struct RecentCallsTests {
    private let folder = TemporaryFolder()
    private let beats: BeatDirectory
    private let process = ProcessIdentity(pid: 7, startTime: 70)

    init() {
        beats = BeatDirectory(dataDirectory: folder.path)
        mkdir(beats.path, 0o700)
    }

    private var calls: RecentCalls { RecentCalls(beats, process) }

    @Test("the second hook for an event of a call is told so; other events, calls and sessions are new")
    func twice() {
        #expect(calls.isNew("PreToolUse", call: "toolu_1"))
        #expect(!calls.isNew("PreToolUse", call: "toolu_1"))
        #expect(calls.isNew("PostToolUse", call: "toolu_1"))
        #expect(calls.isNew("PreToolUse", call: "toolu_2"))
        #expect(!calls.isNew("PreToolUse", call: "toolu_1"))
        #expect(RecentCalls(beats, ProcessIdentity(pid: 8, startTime: 70)).isNew("PreToolUse", call: "toolu_1"))
        for number in 3...40 { #expect(calls.isNew("PreToolUse", call: "toolu_\(number)")) }
        #expect(calls.isNew("PreToolUse", call: "toolu_1"), "forgotten by now")
    }

    @Test("goes with the beats, and is none")
    func file() {
        _ = calls.isNew("PreToolUse", call: "toolu_1")
        #expect(beats.all().isEmpty)
        beats.remove(for: process)
        #expect(calls.isNew("PreToolUse", call: "toolu_1"))
    }

    @Test("where it cannot be noted, every call is new")
    func failure() {
        let nowhere = RecentCalls(BeatDirectory(dataDirectory: "/nowhere"), process)
        #expect(nowhere.isNew("PreToolUse", call: "toolu_1") && nowhere.isNew("PreToolUse", call: "toolu_1"))
    }
}
