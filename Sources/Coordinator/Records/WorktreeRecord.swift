package import HookCore
internal import Store

/// A worktree that parallel-cc made, as the database has it. git knows its contents. The record tells to which session
/// it belongs and which operation runs on it.
package struct WorktreeRecord: Equatable, Sendable {
    /// The stages of a worktree's life.
    package enum State: String, LifeCycle {
        /// The `owner` is making it.
        case creating
        case active
        /// The `owner` is removing it.
        case removing
        /// The worktree stays until it is removed by name. It was kept by the user, restored, adopted or made by name.
        case kept

        /// A step to the same state: another command takes the operation over, or another reason is noted. There is no
        /// last state: the row of a worktree that is gone is deleted.
        package static let steps: [Self: Set<Self>] = [
            .creating: [.creating, .active, .kept],
            .active: [.active, .removing, .kept],
            .removing: [.removing, .active, .kept],
            .kept: [.kept, .removing],
        ]
    }

    /// The worktree's name, which is also the name of the branch that is made for it.
    package var id: String
    /// The common git directory.
    package var repository: String
    /// The root of the worktree, as a real path.
    package var path: String
    /// The branch that was made for it or on which it was restored; nil before git is asked to make it.
    package var branch: String?
    /// The commit at which it started.
    package var base: String?
    /// The stage that the worktree has reached.
    package var state: State
    /// The reason why it was not removed; nil for none.
    package var keptReason: String?
    /// The session that it was made for or that took it over; nil for none.
    package var sessionID: String?
    /// The process that works on it while `creating` or `removing`.
    package var owner: ProcessIdentity?
    /// The boot of `owner`; nil without an owner.
    package var ownerBootID: String?
    /// The pid namespace of `owner`; nil without an owner.
    package var ownerPidNamespace: UInt64?
    /// The path in the trash to which `removing` moves it.
    package var trashPath: String?
    /// The stage before the operation of `owner`; nil without an operation.
    package var formerState: State?
    /// The commit that was checked out when it was saved, while `removing`.
    package var head: String?
    /// The branch that was checked out when it was saved, while `removing`.
    package var headBranch: String?
    /// The id of its rescue, while `removing`.
    package var rescue: String?
    /// The number of its block of ports above `worktree.portBase`; nil for none.
    package var portBlock: Int?
    /// The time of its creation or adoption, in ISO-8601.
    package var createdAt: String
    /// The i-node of the directory around it. When that directory is now another one, a disk may not be mounted, so a
    /// missing worktree was not necessarily deleted.
    var placeInode: UInt64?

    /// Whether it is kept, or was kept before its removal began.
    var isKept: Bool { state == .kept || formerState == .kept }
}

extension WorktreeRecord {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        repository = try row["repository"]
        path = try row["path"]
        branch = try row["branch"]
        base = try row["base"]
        state = try row["state"]
        keptReason = try row["kept_reason"]
        sessionID = try row["session_id"]
        let pid: Int32? = try row["owner_pid"]
        let start: UInt64? = try row["owner_start_time"]
        if let pid, let start { owner = ProcessIdentity(pid: pid, startTime: start) }
        ownerBootID = try row["owner_boot_id"]
        ownerPidNamespace = try row["owner_pid_namespace"]
        trashPath = try row["trash_path"]
        formerState = try row["former_state"]
        head = try row["head"]
        headBranch = try row["head_branch"]
        rescue = try row["rescue"]
        portBlock = try row["port_block"]
        createdAt = try row["created_at"]
        placeInode = try row["place_inode"]
    }
}
