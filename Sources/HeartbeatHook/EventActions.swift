import HookCore

/// The table of what the hook does for each event, in order.
enum EventActions {
    enum Action {
        /// Says that the session lives, and what it does.
        case beat
        /// Takes back the beat of a subagent that has ended.
        case forgetAgent
        /// Asks whether another session's claim forbids what the tool is about to write.
        case guardClaims
        /// Asks whether a line of shell would take a stash entry of another session, or wipe its tree.
        case guardShell
        /// Keeps the commits of a branch that Claude Code is about to begin anew.
        case holdBranch
        /// Claims what a Bash command has written, and keeps what it has stashed.
        case followBash
        /// Gives Claude the messages that wait for the session.
        case deliverMail
    }

    /// The actions of a claude that runs inside a session: it shares the session's claims, but writes no beat.
    static let nested: Set<Action> = [.guardClaims, .guardShell, .holdBranch, .followBash]

    /// The row of the table. An event that we do not know still proves that the session lives.
    static func actions(for event: HookEvent?) -> [Action] {
        switch event {
        // The end is recorded by `parallel-cc hook session-end`; a beat now would only look like life.
        case .sessionEnd: []
        case .subagentStop: [.forgetAgent]
        case .preToolUse: [.beat, .guardClaims, .guardShell, .holdBranch]
        case .preSkillShellCommand: [.beat, .guardShell]
        case .userPromptSubmit: [.beat, .deliverMail]
        case .postToolUse: [.beat, .followBash, .deliverMail]
        case .postToolUseFailure: [.beat, .followBash]
        default: [.beat]
        }
    }
}
