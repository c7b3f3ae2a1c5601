import Glibc
import HookCore
import Testing

/// What a beat says, and for whom.
@Suite struct HeartbeatTests {
    @Test func adoptsAnUnknownClaude() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.postToolUse)
        let beat = try #require(fixture.read())
        #expect(beat.event == "PostToolUse")
        #expect(beat.activity == .busy)
        #expect(beat.tool == "Bash")
        #expect(beat.claudeSessionID == "7eaca8bf-db09-4b54-a9ac-2b32c33b5a20")
        #expect(beat.cwd == "/home/t/proj")
        #expect(beat.agentID == nil && beat.actor == nil)
        #expect(beat.bootID == HostIdentity.current().bootID)
        #expect(beat.pidNamespace == HostIdentity.current().pidNamespace)
        let age = Int64(time(nil)) * 1000 - beat.time
        #expect(age > -1500 && age < 60_000)
    }

    @Test(arguments: [
        (Payloads.preToolUse, Activity.inTool, "Write" as String?), (Payloads.permissionPrompt, .waiting, nil),
        (Payloads.userPromptSubmit, .busy, nil), (Payloads.stop, .idle, nil),
    ]) func saysWhatTheSessionDoes(_ payload: String, _ activity: Activity, _ tool: String?) throws {
        let fixture = try HookFixture()
        try fixture.register()
        try fixture.beat(payload)
        #expect(fixture.read()?.activity == activity)
        #expect(fixture.read()?.tool == tool)
    }

    @Test(arguments: [Payloads.configChange, Payloads.otherNotification])
    func anEventThatTellsNothingKeepsTheActivity(_ payload: String) throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.preToolUse)
        try fixture.beat(payload)
        let beat = try #require(fixture.read())
        #expect(beat.activity == .inTool && beat.tool == "Write")
        #expect(beat.event != "PreToolUse")
    }

    @Test func theEndOfASessionIsNoBeat() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.sessionEnd)
        #expect(fixture.beats.all().isEmpty)
        try fixture.beat(Payloads.stop)
        try fixture.beat(Payloads.sessionEnd)
        #expect(fixture.read()?.event == "Stop")
    }

    @Test func subagentsBeatBesideTheirSession() throws {
        let fixture = try HookFixture()
        try fixture.register()
        try fixture.beat(Payloads.stop)
        try fixture.beat(Payloads.preToolUseOfAgent)
        #expect(fixture.read()?.activity == .idle)
        let beat = try #require(fixture.read(agentID: "a49b764769affff22"))
        #expect(beat.activity == .inTool && beat.agentID == "a49b764769affff22")
        #expect(fixture.beats.all().count == 2)
        try fixture.beat(Payloads.subagentStop)
        #expect(fixture.beats.all().count == 1)
    }

    @Test func aSubagentAloneStillAsksForAdoption() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.preToolUseOfAgent)
        #expect(fixture.read()?.agentID == nil)
        #expect(fixture.read() != nil)
        #expect(fixture.beats.all().count == 2)
    }

    @Test func aNestedClaudeDoesNotBeat() throws {
        let fixture = try HookFixture()
        try fixture.register(activity: .inTool)
        let nested = try fixture.startSleeper()
        try withExtendedLifetime(nested) { try fixture.beat(Payloads.postToolUse, claude: nested.pid) }
        #expect(fixture.beats.all().count == 1)
        #expect(fixture.read()?.event == "register")
    }

    @Test func aClaudeBehindAShimBeatsForIt() throws {
        let fixture = try HookFixture()
        try fixture.register()
        let claude = try fixture.startSleeper()
        let nested = try fixture.startSleeper()
        try withExtendedLifetime((claude, nested)) {
            for _ in 1...2 { try fixture.beat(Payloads.postToolUse, claude: claude.pid) }
            #expect(fixture.read()?.actor?.pid == claude.pid)
            try fixture.beat(Payloads.stop, claude: nested.pid)
        }
        #expect(fixture.read()?.event == "PostToolUse")
        #expect(fixture.beats.all().count == 1)
    }

    @Test func withoutClaudePidTheNearestKnownAncestorBeats() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.stop, claude: nil)
        #expect(fixture.beats.all().isEmpty)
        try fixture.register()
        try fixture.beat(Payloads.stop, claude: nil)
        #expect(fixture.read()?.event == "Stop")
        let shell = ["-c", "\"$HOOK\"; exit $?"]
        let environment = ["HOOK": Binaries.heartbeat]
        try fixture.beat(
            Payloads.userPromptSubmit, claude: nil, environment: environment, program: "/bin/sh", arguments: shell)
        #expect(fixture.read()?.event == "UserPromptSubmit")
    }

    @Test func oldSettingsStillWork() throws {
        let fixture = try HookFixture()
        let script = Binaries.scripts + "/parallel-cc-heartbeat.sh"
        let environment = ["PATH": Binaries.folder + ":/usr/bin:/bin"]
        try fixture.beat(
            Payloads.stop, environment: environment, program: "/bin/sh", arguments: [script, "--old", "x"])
        #expect(fixture.read()?.event == "Stop")
        try fixture.beat(Payloads.stop, arguments: ["post-tool-use", "--anything"])
    }

    @Test func oldSettingsWithoutTheProgram() throws {
        let fixture = try HookFixture()
        try fixture.beat(
            Payloads.stop, program: "/bin/sh", arguments: [Binaries.scripts + "/parallel-cc-heartbeat.sh"])
        #expect(fixture.beats.all().isEmpty)
    }
}
