import Glibc
import HookCore

/// A run of the hook: reads the payload, finds the session, and does what the table of actions says.
struct HookRun {
    private let input: HookInput
    private let dataDirectory: String
    private let beats: BeatDirectory
    /// The most bytes of a payload. A larger one cannot be meant.
    private static let mostBytes = 64 << 20

    /// Does everything that can be done. Where something is missing or fails, the hook writes no beat and still ends
    /// well.
    static func run() {
        guard let bytes = StandardInput.read(limit: mostBytes, within: ProcessGuard.inputMilliseconds),
            let input = HookInput(bytes),
            let directory = DataDirectory.resolve(environment: variable)
        else { return }
        HookRun(input: input, dataDirectory: directory, beats: BeatDirectory(dataDirectory: directory)).perform()
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private func perform() {
        let actions = EventActions.actions(for: input.event)
        guard !actions.isEmpty else { return }
        let claudePid = Self.variable("CLAUDE_PID").flatMap { Int32($0) }
        switch SessionLocator(beats: beats).find(claudePid: claudePid, parent: getppid()) {
        case .known(let session, let actor): perform(actions, session: session, actor: actor, isKnown: true)
        case .unknown(let claude): perform(actions, session: claude, actor: nil, isKnown: false)
        case .nested(let session):
            perform(actions.filter(EventActions.nested.contains), session: session, actor: nil, isKnown: true)
        case .none: return
        }
    }

    private func perform(
        _ actions: [EventActions.Action], session: ProcessIdentity, actor: ProcessIdentity?, isKnown: Bool
    ) {
        if let call = input.toolUseID, !RecentCalls(beats, process: session).recordIfNew(input.eventName, call: call) {
            return
        }
        var answer = Answer()
        var waitingMessages: WaitingMessages?
        for action in actions {
            switch action {
            case .beat:
                // A subagent's beat stands beside its session's beat, and only the latter makes us adopt the session.
                if !isKnown, input.agentID != nil { beat(session, actor: actor, agentID: nil) }
                beat(session, actor: actor, agentID: input.agentID)
            case .forgetAgent:
                if let agentID = input.agentID { beats.removeAgent(agentID, of: session) }
            case .guardClaims:
                ClaimGuard(dataDirectory: dataDirectory, beats: beats).judge(input, by: session, into: &answer)
            case .guardShell:
                ShellGuard(dataDirectory: dataDirectory, beats: beats).judge(input, by: session, into: &answer)
            case .holdBranch: holdBranch(&answer)
            case .followBash:
                BashEffects(dataDirectory: dataDirectory, beats: beats).follow(input, session: session, into: &answer)
            case .deliverMail: waitingMessages = openWaitingMessages(of: session)
            }
        }
        if let waitingMessages { answer.contexts += waitingMessages.texts }
        let isTaken = answer.print(for: input.eventName)
        waitingMessages?.close(isDelivered: isTaken)
    }

    private func holdBranch(_ answer: inout Answer) {
        guard input.toolName == "EnterWorktree", let name = input.worktreeName, let cwd = input.cwd,
            let held = HeldBranch.hold(name, from: cwd)
        else { return }
        answer.contexts.append("parallel-cc: \(held.text)")
    }

    /// Opens the messages for the session; nil for a subagent, which would keep what it reads to itself.
    private func openWaitingMessages(of session: ProcessIdentity) -> WaitingMessages? {
        guard input.agentID == nil, input.event == .userPromptSubmit || MailFlag(beats, process: session).isRaised
        else {
            return nil
        }
        return WaitingMessages(of: session, beats: beats, dataDirectory: dataDirectory)
    }

    private func beat(_ session: ProcessIdentity, actor: ProcessIdentity?, agentID: String?) {
        var tool = input.event?.concernsTool == true ? input.toolName : nil
        var activity = input.event?.activity(detail: input.detail)
        if activity == nil {
            let former = beats.read(for: session, agentID: agentID)
            (activity, tool) = (former?.activity, former?.tool)
        }
        let boot = HostIdentity.currentBootID()
        let namespace = HostIdentity.currentPidNamespace()
        let beat = Beat(
            process: session, actor: actor, time: WallClock.milliseconds(), event: input.eventName,
            activity: activity ?? .busy, tool: tool, claudeSessionID: input.sessionID, agentID: agentID,
            cwd: input.cwd, bootID: boot.isEmpty ? nil : boot, pidNamespace: namespace == 0 ? nil : namespace)
        try? beats.write(beat)
    }
}
