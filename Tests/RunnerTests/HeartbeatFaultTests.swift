import Glibc
import HookCore
import TestSupport
import Testing

/// Whatever it is given and whatever is broken: status 0, no output, no beat where none can be.
@Suite struct HeartbeatFaultTests {
    @Test(arguments: [
        "", "\n", "{", "null", "[]", "\"x\"", "{}", "{\"hook_event_name\":5}", "{\"hook_event_name\":\"\"}",
        "{\"hook_event_name\":\"Stop\"", "{\"hook_event_name\":\"Stop\"} x", "{\"hook_event_name\":\"Stop\\",
        "{\"hook_event_name\":\"Stop\",}", "{\"a\":tru", "\u{FEFF}{\"hook_event_name\":\"Stop\"}",
        String(repeating: "[", count: 200_000), "{\"a\":" + String(repeating: "{\"a\":", count: 200_000),
    ]) func `input that is no payload`(_ text: String) throws {
        let fixture = try HookFixture()
        try fixture.beat(text)
        #expect(fixture.beats.all().isEmpty)
    }

    @Test(arguments: 0..<40) func `cut short anywhere`(_ part: Int) throws {
        let fixture = try HookFixture()
        let payload = Array(Payloads.postToolUse.utf8)
        try fixture.beat(Array(payload[..<(payload.count * part / 40)]))
        #expect(fixture.beats.all().isEmpty)
    }

    @Test func `bytes that are no text`() throws {
        let fixture = try HookFixture()
        try fixture.beat([UInt8](repeating: 0, count: 100_000))
        try fixture.beat((0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        #expect(fixture.beats.all().isEmpty)
        var payload = Array("{\"hook_event_name\":\"Stop\",\"cwd\":\"/a".utf8)
        payload += [0xFF, 0xC3, 0x28] + Array("\\ud800\\n\\u00\",\"x\":1e999}".utf8)
        try fixture.beat(payload)
        #expect(fixture.read()?.event == "Stop")
    }

    @Test func `twenty megabytes before what matters`() throws {
        let fixture = try HookFixture()
        let line = "line \\\"quoted\\\" \\\\ \\u00e4 and a good deal of plain text to follow it\\n"
        let response = String(repeating: line, count: 20_000_000 / line.utf8.count)
        try fixture.beat("{\"tool_response\":{\"stdout\":\"\(response)\"}," + Payloads.postToolUse.dropFirst())
        #expect(fixture.read()?.tool == "Bash")
    }

    @Test func `huge values are left out`() throws {
        let fixture = try HookFixture()
        let long = String(repeating: "x", count: 3_000_000)
        try fixture.beat("{\"hook_event_name\":\"Stop\",\"session_id\":\"\(long)\",\"cwd\":\"/w\"}")
        #expect(fixture.read()?.claudeSessionID == nil)
        #expect(fixture.read()?.cwd == "/w")
    }

    @Test func `newlines in paths survive`() throws {
        let fixture = try HookFixture()
        try fixture.beat("{\"hook_event_name\":\"Stop\",\"cwd\":\"/a\\nb c\\\\d/\\ud83d\\udcc2\"}")
        #expect(fixture.read()?.cwd == "/a\nb c\\d/📂")
    }

    @Test func `without standard descriptors`() throws {
        let fixture = try HookFixture()
        try fixture.beat("", input: .closed)
        #expect(fixture.beats.all().isEmpty)
        let line = "exec \"$HOOK\" >&- 2>&-"
        try fixture.beat(
            Payloads.stop, environment: ["HOOK": Binaries.heartbeat], program: "/bin/sh", arguments: ["-c", line])
        #expect(fixture.read()?.event == "Stop")
    }

    @Test func `input that never ends`() throws {
        let fixture = try HookFixture()
        mkfifo(fixture.scratch.path + "/never", 0o600)
        try fixture.beat(
            "", environment: ["HOOK": Binaries.heartbeat], program: "/bin/sh",
            arguments: ["-c", "exec \"$HOOK\" <>never"])
        #expect(fixture.beats.all().isEmpty)
    }

    @Test func `never makes the data directory`() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.stop, environment: ["PARALLEL_CC_DATA_DIR": fixture.scratch.path + "/missing"])
        try fixture.beat(Payloads.stop, environment: ["PARALLEL_CC_DATA_DIR": "", "HOME": fixture.scratch.path])
        #expect(!fixture.scratch.exists("missing"))
        #expect(!fixture.scratch.exists(".parallel-cc"))
    }

    @Test(arguments: ["relative", "/proc", "/sys", "/dev/null", "/nonexistent/a"])
    func `data directory that cannot be used`(_ path: String) throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.stop, environment: ["PARALLEL_CC_DATA_DIR": path])
    }

    @Test func `a file in the way`() throws {
        let fixture = try HookFixture()
        try fixture.scratch.write("data dir/beats", "x")
        try fixture.beat(Payloads.stop)
        #expect(fixture.scratch.read("data dir/beats") == "x")
    }

    @Test func `a disk that takes no more`() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.stop)
        try fixture.beat(
            Payloads.userPromptSubmit, environment: ["HOOK": Binaries.heartbeat], program: "/bin/sh",
            arguments: ["-c", "ulimit -f 0; exec \"$HOOK\""])
        #expect(fixture.read()?.event == "Stop")
    }

    @Test(arguments: ["0", "-1", "999999999", "x", "", "99999999999999999999"])
    func `claude pid that is none`(_ pid: String) throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.stop, claude: nil, environment: ["CLAUDE_PID": pid])
        #expect(fixture.beats.all().isEmpty)
    }

    @Test func `files are the owners alone`() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.stop)
        var status = stat()
        #expect(stat(fixture.beats.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        let process = try #require(ProcessIdentity.current())
        let file = "\(fixture.beats.path)/\(process.pid)-\(process.startTime)"
        #expect(stat(file, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }
}
