package import HookCore
internal import Store

/// A Claude Code process that works in a repository, as the database has it.
package struct Session: Equatable, Sendable {
    /// The way in which the session became known.
    package enum Kind: String, Sendable, CaseIterable, ColumnConvertible {
        /// `claude-parallel` started the session.
        case wrapped
        /// The session was started otherwise. Hooks or Claude Code's registry showed it.
        case native
        case task
        case worker
    }

    /// The stages of a session's life.
    package enum State: String, LifeCycle {
        /// The session is registered, and its worktree is being made.
        case starting
        case active
        /// The process is gone without a proper end.
        case lost
        case ended

        package static let steps: [Self: Set<Self>] = [
            .starting: [.active, .lost, .ended],
            .active: [.lost, .ended],
            .lost: [.ended],
            // Two commands may end the same session at once.
            .ended: [.ended],
        ]
    }

    /// A random id, or one from an older program.
    package var id: String
    /// The way in which the session became known.
    package var kind: Kind
    /// The name that the user or Claude Code gave; nil for none.
    package var name: String?
    /// The stage that the session has reached. The process may have died since.
    package var state: State
    /// The common git directory.
    package var repository: String
    /// The root of the worktree in which it works.
    package var worktreePath: String
    /// The name of its own worktree; nil in a checkout that parallel-cc did not make for it.
    package var worktreeName: String?
    /// The directory below the root where it started; empty for the root.
    package var subdirectory: String
    /// The root of the checkout in which it was started. Its own worktree may lie elsewhere.
    package var origin: String?
    /// The short name of the worktree's branch; nil when HEAD is detached or parallel-cc did not make the worktree.
    package var branch: String?
    /// The process of the session: the runner, or claude itself.
    package var process: ProcessIdentity
    /// The machine, boot and pid namespace of `process`; nil for rows of older programs.
    package var host: HostIdentity?
    /// The id of its present conversation in Claude Code; nil while unknown.
    package var claudeSessionID: String?
    /// The time of the registration, in ISO-8601.
    package var createdAt: String
    /// The time at which it ended or was found lost; nil while it lives.
    package var endedAt: String?
    /// The reason for its end or loss; nil while it lives.
    package var endReason: String?
}

extension Session {
    /// The session as people read it: its name, if it has one, and its id.
    package var label: String { name.map { "\($0) (session \(id))" } ?? "session \(id)" }

    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        kind = try row["kind"]
        name = try row["name"]
        state = try row["state"]
        repository = try row["repository"]
        worktreePath = try row["worktree_path"]
        worktreeName = try row["worktree_name"]
        subdirectory = try row["subdirectory"]
        origin = try row["origin"]
        branch = try row["branch"]
        let start: UInt64? = try row["start_time"]
        process = ProcessIdentity(pid: try row["pid"], startTime: start ?? 0)
        let boot: String? = try row["boot_id"]
        let machine: String? = try row["machine_id"]
        let namespace: UInt64? = try row["pid_namespace"]
        if let boot, let machine, let namespace {
            host = HostIdentity(bootID: boot, machineID: machine, pidNamespace: namespace)
        }
        claudeSessionID = try row["claude_session_id"]
        createdAt = try row["created_at"]
        endedAt = try row["ended_at"]
        endReason = try row["end_reason"]
    }
}
