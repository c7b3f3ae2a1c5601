internal import Coordinator
internal import HookCore
internal import Wiring

/// The answer of `status --json`.
struct StatusDocument: Encodable {
    struct Session: Encodable {
        let sessionId: String
        let pid: Int32
        let kind: String
        @ExplicitNull var name: String?
        let state: String
        @ExplicitNull var activity: String?
        @ExplicitNull var tool: String?
        @ExplicitNull var activitySince: String?
        let repository: String
        let worktreePath: String
        @ExplicitNull var worktreeName: String?
        @ExplicitNull var branch: String?
        let isMainRepo: Bool
        let createdAt: String
        let lastHeartbeat: String
        let isAlive: Bool
        let isStale: Bool
        let durationMinutes: Int
        @ExplicitNull var uncommittedFiles: Int?
        @ExplicitNull var commitsAhead: Int?
        /// The size of the worktree in bytes; only with `--disk`.
        @ExplicitNull var diskBytes: UInt64?
        /// The command that deals with a lost session, or with one that cannot be seen and is known to be gone.
        @ExplicitNull var command: String?
    }

    struct Worktree: Encodable {
        let name: String
        let path: String
        @ExplicitNull var branch: String?
        let repository: String
        let state: String
        @ExplicitNull var reason: String?
        @ExplicitNull var diskBytes: UInt64?
        let command: String
    }

    struct Rescue: Encodable {
        let id: String
        let repository: String
        let worktree: String
        let createdAt: String
        let restoredAt: String?
        /// The reason why the rescue was made.
        let reason: String
        let command: String
    }

    struct TrashEntry: Encodable {
        let id: String
        let repository: String
        let path: String
        let trashPath: String
        let trashedAt: String
        let bytes: UInt64
        @ExplicitNull var rescue: String?
        let command: String
    }

    let repoPath: String
    let totalSessions: Int
    let sessions: [Session]
    /// The sessions whose processes are gone.
    let lost: [Session]
    let worktrees: [Worktree]
    let rescues: [Rescue]
    /// The number of `trashEntries`.
    let trash: Int
    let trashEntries: [TrashEntry]
    let warnings: [String]

    /// - Parameter diskBytes: the sizes, by path of the worktree.
    init(_ report: StatusReport, repoPath: String, now: Timestamp, diskBytes: [Name: UInt64]) {
        self.repoPath = repoPath
        totalSessions = report.sessions.count
        sessions = report.sessions.map { Session($0, now: now, diskBytes: diskBytes[Name($0.session.worktreePath)]) }
        let worktrees = report.worktrees.map { Worktree($0, diskBytes: diskBytes[Name($0.path)]) }
        self.worktrees = worktrees
        lost = report.lost.map { status in
            let own = worktrees.first { $0.path.isSame(as: status.session.worktreePath) }
            var session = Session(status, now: now, diskBytes: diskBytes[Name(status.session.worktreePath)])
            session.command = own?.command ?? "parallel-cc cleanup"
            return session
        }
        rescues = report.rescues.map {
            Rescue(
                id: $0.id, repository: $0.repository, worktree: $0.worktree, createdAt: $0.createdAt,
                restoredAt: $0.restoredAt, reason: $0.reason,
                command: $0.restoreCommand)
        }
        trashEntries = report.trash.map(TrashEntry.init)
        trash = trashEntries.count
        warnings = report.warnings
    }
}

extension StatusDocument.Session {
    fileprivate init(_ status: SessionStatus, now: Timestamp, diskBytes: UInt64?) {
        let session = status.session
        sessionId = session.id
        pid = session.process.pid
        kind = session.kind.rawValue
        name = session.name
        state = status.liveness == .unknown ? "unknown" : session.state.rawValue
        activity = status.activity?.rawValue
        tool = status.tool
        activitySince = status.activitySince?.text
        repository = session.repository
        worktreePath = session.worktreePath
        worktreeName = session.worktreeName
        branch = status.work?.branch ?? session.branch
        isMainRepo = status.isMainCheckout
        createdAt = session.createdAt
        lastHeartbeat = status.lastHeartbeat.text
        isAlive = status.liveness == .alive
        isStale = status.isStale
        let started = Timestamp(text: session.createdAt)?.milliseconds ?? now.milliseconds
        durationMinutes = Int(max(0, now.milliseconds - started) / 60_000)
        uncommittedFiles = status.work?.uncommittedFiles
        commitsAhead = status.work?.commitsAhead
        self.diskBytes = diskBytes
        command = status.liveness == .unknown ? CommandText.gone(session.id) : nil
    }
}

extension StatusDocument.Worktree {
    fileprivate init(_ record: WorktreeRecord, diskBytes: UInt64?) {
        name = record.id
        path = record.path
        branch = record.branch
        repository = record.repository
        state = record.state.rawValue
        reason = record.keptReason
        self.diskBytes = diskBytes
        command =
            record.state == .kept ? CommandText.parallel("worktree remove", operand: record.id) : "parallel-cc cleanup"
    }
}

extension StatusDocument.TrashEntry {
    fileprivate init(_ record: TrashRecord) {
        id = record.id
        repository = record.repository
        path = record.path
        trashPath = record.trashPath
        trashedAt = record.trashedAt
        bytes = record.bytes
        rescue = record.rescue
        command = CommandText.parallel("trash restore", operand: record.id)
    }
}
