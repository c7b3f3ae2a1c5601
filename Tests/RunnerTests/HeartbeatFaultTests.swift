import Glibc
import HookCore
import Testing

/// Whatever it is given and whatever is broken: status 0, no output, no beat where none can be.
@Suite struct HeartbeatFaultTests {
    @Test(arguments: [
        "", "\n", "{", "null", "[]", "\"x\"", "{}", "{\"hook_event_name\":5}", "{\"hook_event_name\":\"\"}",
        "{\"hook_event_name\":\"Stop\"", "{\"hook_event_name\":\"Stop\"} x", "{\"hook_event_name\":\"Stop\\",
        "{\"hook_event_name\":\"Stop\",}", "{\"a\":tru", "\u{FEFF}{\"hook_event_name\":\"Stop\"}",
        String(repeating: "[", count: 200_000), "{\"a\":" + String(repeating: "{\"a\":", count: 200_000),
    ]) func inputThatIsNoPayload(_ text: String) throws {
        let stage = try HookStage()
        try stage.beat(text)
        #expect(stage.beats.all().isEmpty)
    }

    @Test(arguments: 0..<40) func cutShortAnywhere(_ part: Int) throws {
        let stage = try HookStage()
        let payload = Array(Payloads.postToolUse.utf8)
        try stage.beat(Array(payload[..<(payload.count * part / 40)]))
        #expect(stage.beats.all().isEmpty)
    }

    @Test func bytesThatAreNoText() throws {
        let stage = try HookStage()
        try stage.beat([UInt8](repeating: 0, count: 100_000))
        try stage.beat((0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        #expect(stage.beats.all().isEmpty)
        var payload = Array("{\"hook_event_name\":\"Stop\",\"cwd\":\"/a".utf8)
        payload += [0xFF, 0xC3, 0x28] + Array("\\ud800\\n\\u00\",\"x\":1e999}".utf8)
        try stage.beat(payload)
        #expect(stage.read()?.event == "Stop")
    }

    @Test func twentyMegabytesBeforeWhatMatters() throws {
        let stage = try HookStage()
        let line = "line \\\"quoted\\\" \\\\ \\u00e4 and a good deal of plain text to follow it\\n"
        let response = String(repeating: line, count: 20_000_000 / line.utf8.count)
        try stage.beat("{\"tool_response\":{\"stdout\":\"\(response)\"}," + Payloads.postToolUse.dropFirst())
        #expect(stage.read()?.tool == "Bash")
    }

    @Test func hugeValuesAreLeftOut() throws {
        let stage = try HookStage()
        let long = String(repeating: "x", count: 3_000_000)
        try stage.beat("{\"hook_event_name\":\"Stop\",\"session_id\":\"\(long)\",\"cwd\":\"/w\"}")
        #expect(stage.read()?.claudeSessionID == nil)
        #expect(stage.read()?.cwd == "/w")
    }

    @Test func newlinesInPathsSurvive() throws {
        let stage = try HookStage()
        try stage.beat("{\"hook_event_name\":\"Stop\",\"cwd\":\"/a\\nb c\\\\d/\\ud83d\\udcc2\"}")
        #expect(stage.read()?.cwd == "/a\nb c\\d/📂")
    }

    @Test func withoutStandardDescriptors() throws {
        let stage = try HookStage()
        try stage.beat("", input: .closed)
        #expect(stage.beats.all().isEmpty)
        let line = "exec \"$HOOK\" >&- 2>&-"
        try stage.beat(
            Payloads.stop, environment: ["HOOK": Binaries.heartbeat], program: "/bin/sh", arguments: ["-c", line])
        #expect(stage.read()?.event == "Stop")
    }

    @Test func inputThatNeverEnds() throws {
        let stage = try HookStage()
        mkfifo(stage.scratch.path + "/never", 0o600)
        try stage.beat(
            "", environment: ["HOOK": Binaries.heartbeat], program: "/bin/sh",
            arguments: ["-c", "exec \"$HOOK\" <>never"])
        #expect(stage.beats.all().isEmpty)
    }

    @Test func neverMakesTheDataDirectory() throws {
        let stage = try HookStage()
        try stage.beat(Payloads.stop, environment: ["PARALLEL_CC_DATA_DIR": stage.scratch.path + "/missing"])
        try stage.beat(Payloads.stop, environment: ["PARALLEL_CC_DATA_DIR": "", "HOME": stage.scratch.path])
        #expect(!stage.scratch.exists("missing"))
        #expect(!stage.scratch.exists(".parallel-cc"))
    }

    @Test(arguments: ["relative", "/proc", "/sys", "/dev/null", "/nonexistent/a"])
    func dataDirectoryThatCannotBeUsed(_ path: String) throws {
        let stage = try HookStage()
        try stage.beat(Payloads.stop, environment: ["PARALLEL_CC_DATA_DIR": path])
    }

    @Test func aFileInTheWay() throws {
        let stage = try HookStage()
        try stage.scratch.write("data dir/beats", "x")
        try stage.beat(Payloads.stop)
        #expect(stage.scratch.read("data dir/beats") == "x")
    }

    @Test func aDiskThatTakesNoMore() throws {
        let stage = try HookStage()
        try stage.beat(Payloads.stop)
        try stage.beat(
            Payloads.userPromptSubmit, environment: ["HOOK": Binaries.heartbeat], program: "/bin/sh",
            arguments: ["-c", "ulimit -f 0; exec \"$HOOK\""])
        #expect(stage.read()?.event == "Stop")
    }

    @Test(arguments: ["0", "-1", "999999999", "x", "", "99999999999999999999"])
    func claudePidThatIsNone(_ pid: String) throws {
        let stage = try HookStage()
        try stage.beat(Payloads.stop, claude: nil, environment: ["CLAUDE_PID": pid])
        #expect(stage.beats.all().isEmpty)
    }

    @Test func filesAreTheOwnersAlone() throws {
        let stage = try HookStage()
        try stage.beat(Payloads.stop)
        var status = stat()
        #expect(stat(stage.beats.path, &status) == 0 && status.st_mode & 0o777 == 0o700)
        let process = try #require(ProcessIdentity.current())
        let file = "\(stage.beats.path)/\(process.pid)-\(process.startTime)"
        #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
}
