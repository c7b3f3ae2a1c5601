import Glibc
import HookCore
import Testing

/// What a beat says, and for whom.
@Suite struct HeartbeatTests {
    @Test func `adopts an unknown claude`() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.postToolUse)
        let beat = try #require(fixture.read())
        #expect(beat.event == "PostToolUse")
        #expect(beat.activity == .busy)
        #expect(beat.tool == "Bash")
        #expect(beat.claudeSessionID == "7eaca8bf-db09-4b54-a9ac-2b32c33b5a20")
        #expect(beat.cwd == "/home/t/proj")
        #expect(beat.agentID == nil)
        #expect(beat.actor == nil)
        #expect(beat.bootID == HostIdentity.current().bootID)
        #expect(beat.pidNamespace == HostIdentity.current().pidNamespace)
        let age = Int64(time(nil)) * 1000 - beat.time
        #expect(age > -1500)
        #expect(age < 60_000)
    }

    @Test(arguments: [
        (Payloads.preToolUse, Activity.inTool, "Write" as String?), (Payloads.permissionPrompt, .waiting, nil),
        (Payloads.userPromptSubmit, .busy, nil), (Payloads.stop, .idle, nil),
    ]) func `says what the session does`(_ payload: String, _ activity: Activity, _ tool: String?) throws {
        let fixture = try HookFixture()
        try fixture.register()
        try fixture.beat(payload)
        #expect(fixture.read()?.activity == activity)
        #expect(fixture.read()?.tool == tool)
    }

    @Test(arguments: [Payloads.configChange, Payloads.otherNotification])
    func `an event that tells nothing keeps the activity`(_ payload: String) throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.preToolUse)
        try fixture.beat(payload)
        let beat = try #require(fixture.read())
        #expect(beat.activity == .inTool)
        #expect(beat.tool == "Write")
        #expect(beat.event != "PreToolUse")
    }

    @Test func `the end of a session is no beat`() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.sessionEnd)
        #expect(fixture.beats.all().isEmpty)
        try fixture.beat(Payloads.stop)
        try fixture.beat(Payloads.sessionEnd)
        #expect(fixture.read()?.event == "Stop")
    }

    @Test func `subagents beat beside their session`() throws {
        let fixture = try HookFixture()
        try fixture.register()
        try fixture.beat(Payloads.stop)
        try fixture.beat(Payloads.preToolUseOfAgent)
        #expect(fixture.read()?.activity == .idle)
        let beat = try #require(fixture.read(agentID: "a49b764769affff22"))
        #expect(beat.activity == .inTool)
        #expect(beat.agentID == "a49b764769affff22")
        #expect(fixture.beats.all().count == 2)
        try fixture.beat(Payloads.subagentStop)
        #expect(fixture.beats.all().count == 1)
    }

    @Test func `a subagent alone still asks for adoption`() throws {
        let fixture = try HookFixture()
        try fixture.beat(Payloads.preToolUseOfAgent)
        #expect(fixture.read()?.agentID == nil)
        #expect(fixture.read() != nil)
        #expect(fixture.beats.all().count == 2)
    }

    @Test func `a nested claude does not beat`() throws {
        let fixture = try HookFixture()
        try fixture.register(activity: .inTool)
        let nested = try fixture.startSleeper()
        try withExtendedLifetime(nested) { try fixture.beat(Payloads.postToolUse, claude: nested.pid) }
        #expect(fixture.beats.all().count == 1)
        #expect(fixture.read()?.event == "register")
    }

    @Test func `a claude behind a shim beats for it`() throws {
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

    @Test func `without claude pid the nearest known ancestor beats`() throws {
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

    @Test func `old settings still work`() throws {
        let fixture = try HookFixture()
        let script = Binaries.scripts + "/parallel-cc-heartbeat.sh"
        let environment = ["PATH": Binaries.folder + ":/usr/bin:/bin"]
        try fixture.beat(
            Payloads.stop, environment: environment, program: "/bin/sh", arguments: [script, "--old", "x"])
        #expect(fixture.read()?.event == "Stop")
        try fixture.beat(Payloads.stop, arguments: ["post-tool-use", "--anything"])
    }

    @Test func `old settings without the program`() throws {
        let fixture = try HookFixture()
        try fixture.beat(
            Payloads.stop, program: "/bin/sh", arguments: [Binaries.scripts + "/parallel-cc-heartbeat.sh"])
        #expect(fixture.beats.all().isEmpty)
    }
}
