import Glibc
import HookCore
import Testing

/// What a beat says, and for whom.
@Suite struct HeartbeatTests {
    @Test func adoptsAnUnknownClaude() throws {
        let stage = try HookStage()
        try stage.beat(Payloads.postToolUse)
        let beat = try #require(stage.read())
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
        let stage = try HookStage()
        try stage.register()
        try stage.beat(payload)
        #expect(stage.read()?.activity == activity)
        #expect(stage.read()?.tool == tool)
    }

    @Test(arguments: [Payloads.configChange, Payloads.otherNotification])
    func anEventThatTellsNothingKeepsTheActivity(_ payload: String) throws {
        let stage = try HookStage()
        try stage.beat(Payloads.preToolUse)
        try stage.beat(payload)
        let beat = try #require(stage.read())
        #expect(beat.activity == .inTool && beat.tool == "Write")
        #expect(beat.event != "PreToolUse")
    }

    @Test func theEndOfASessionIsNoBeat() throws {
        let stage = try HookStage()
        try stage.beat(Payloads.sessionEnd)
        #expect(stage.beats.all().isEmpty)
        try stage.beat(Payloads.stop)
        try stage.beat(Payloads.sessionEnd)
        #expect(stage.read()?.event == "Stop")
    }

    @Test func subagentsBeatBesideTheirSession() throws {
        let stage = try HookStage()
        try stage.register()
        try stage.beat(Payloads.stop)
        try stage.beat(Payloads.preToolUseOfAgent)
        #expect(stage.read()?.activity == .idle)
        let beat = try #require(stage.read(agentID: "a49b764769affff22"))
        #expect(beat.activity == .inTool && beat.agentID == "a49b764769affff22")
        #expect(stage.beats.all().count == 2)
        try stage.beat(Payloads.subagentStop)
        #expect(stage.beats.all().count == 1)
    }

    @Test func aSubagentAloneStillAsksForAdoption() throws {
        let stage = try HookStage()
        try stage.beat(Payloads.preToolUseOfAgent)
        #expect(stage.read()?.agentID == nil)
        #expect(stage.read() != nil)
        #expect(stage.beats.all().count == 2)
    }

    @Test func aNestedClaudeDoesNotBeat() throws {
        let stage = try HookStage()
        try stage.register(activity: .inTool)
        let nested = try stage.startSleeper()
        try withExtendedLifetime(nested) { try stage.beat(Payloads.postToolUse, claude: nested.pid) }
        #expect(stage.beats.all().count == 1)
        #expect(stage.read()?.event == "register")
    }

    @Test func aClaudeBehindAShimBeatsForIt() throws {
        let stage = try HookStage()
        try stage.register()
        let claude = try stage.startSleeper()
        let nested = try stage.startSleeper()
        try withExtendedLifetime((claude, nested)) {
            for _ in 1...2 { try stage.beat(Payloads.postToolUse, claude: claude.pid) }
            #expect(stage.read()?.actor?.pid == claude.pid)
            try stage.beat(Payloads.stop, claude: nested.pid)
        }
        #expect(stage.read()?.event == "PostToolUse")
        #expect(stage.beats.all().count == 1)
    }

    @Test func withoutClaudePidTheNearestKnownAncestorBeats() throws {
        let stage = try HookStage()
        try stage.beat(Payloads.stop, claude: nil)
        #expect(stage.beats.all().isEmpty)
        try stage.register()
        try stage.beat(Payloads.stop, claude: nil)
        #expect(stage.read()?.event == "Stop")
        let shell = ["-c", "\"$HOOK\"; exit $?"]
        let environment = ["HOOK": Binaries.heartbeat]
        try stage.beat(
            Payloads.userPromptSubmit, claude: nil, environment: environment, program: "/bin/sh", arguments: shell)
        #expect(stage.read()?.event == "UserPromptSubmit")
    }

    @Test func oldSettingsStillWork() throws {
        let stage = try HookStage()
        let script = Binaries.scripts + "/parallel-cc-heartbeat.sh"
        let environment = ["PATH": Binaries.folder + ":/usr/bin:/bin"]
        try stage.beat(
            Payloads.stop, environment: environment, program: "/bin/sh", arguments: [script, "--old", "x"])
        #expect(stage.read()?.event == "Stop")
        try stage.beat(Payloads.stop, arguments: ["post-tool-use", "--anything"])
    }

    @Test func oldSettingsWithoutTheProgram() throws {
        let stage = try HookStage()
        try stage.beat(
            Payloads.stop, program: "/bin/sh", arguments: [Binaries.scripts + "/parallel-cc-heartbeat.sh"])
        #expect(stage.beats.all().isEmpty)
    }
}
