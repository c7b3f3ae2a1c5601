internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// The answer of `status --sandbox-only`: rows that an older parallel-cc wrote. None of these sessions lives here.
struct SandboxStatusDocument: Encodable {
    struct Session: Encodable {
        let sessionId: String
        let pid: Int32
        let worktreePath: String
        @ExplicitNull var worktreeName: String?
        let isMainRepo: Bool
        let createdAt: String
        let lastHeartbeat: String
        let isAlive: Bool
        let durationMinutes: Int
        @ExplicitNull var sandboxId: String?
        @ExplicitNull var status: String?

        init(_ sandbox: LegacySandbox, now: Timestamp) {
            sessionId = sandbox.sessionID
            pid = sandbox.pid
            worktreePath = sandbox.worktreePath
            worktreeName = sandbox.worktreeName
            isMainRepo = false
            createdAt = sandbox.createdAt
            lastHeartbeat = sandbox.lastHeartbeat
            isAlive = false
            let started = Timestamp(text: sandbox.createdAt)?.milliseconds ?? now.milliseconds
            let ended = Timestamp(text: sandbox.lastHeartbeat)?.milliseconds ?? started
            durationMinutes = Int(max(0, ended - started) / 60_000)
            sandboxId = sandbox.sandboxID
            status = sandbox.status
        }
    }

    let repoPath: String
    let totalSessions: Int
    let sessions: [Session]

    init(_ sandboxes: [LegacySandbox], repoPath: String, now: Timestamp) {
        self.repoPath = repoPath
        totalSessions = sandboxes.count
        sessions = sandboxes.map { Session($0, now: now) }
    }

    /// The answer as text.
    var lines: [String] {
        if sessions.isEmpty { return ["E2B Sandbox Sessions: 0", "  No active sessions"] }
        return ["E2B Sandbox Sessions: \(totalSessions)"]
            + sessions.flatMap { session in
                [
                    "○ \(session.sessionId)", "  Path: \(session.worktreePath)",
                    "  Last heartbeat: \(session.lastHeartbeat)", "  Sandbox: \(session.sandboxId ?? "-")",
                    "  Status: \(session.status ?? "-")",
                ].map(\.displayable)
            }
    }
}
