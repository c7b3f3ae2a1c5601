package import HookCore
internal import Store

/// One Claude Code process working in a repository, as the database has it.
package struct Session: Equatable, Sendable {
    /// How it came to be known.
    package enum Kind: String, Sendable, CaseIterable, ColumnConvertible {
        /// Started by `claude-parallel`.
        case wrapped
        /// Started otherwise, seen through hooks or Claude's registry.
        case native
        case task
        case worker
    }

    /// Where it is in its life.
    package enum State: String, LifeCycle {
        /// Registered; its worktree is being made.
        case starting
        case active
        /// Its process is gone without having ended properly.
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

    package var id: String
    package var kind: Kind
    package var name: String?
    package var state: State
    /// The common git directory.
    package var repository: String
    /// The root of the worktree it works in.
    package var worktreePath: String
    /// The name of its own worktree; nil when it works in a checkout that it did not get from us.
    package var worktreeName: String?
    /// Where below the root it started; empty for the root itself.
    package var subdirectory: String
    /// The root of the checkout where it was started; its own worktree may lie elsewhere.
    package var origin: String?
    package var branch: String?
    package var process: ProcessIdentity
    /// Where `process` means something; nil for rows of older programs.
    package var host: HostIdentity?
    package var claudeSessionID: String?
    package var createdAt: String
    package var endedAt: String?
    package var endReason: String?
}

extension Session {
    /// For people: by name where it has one, and by id.
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
