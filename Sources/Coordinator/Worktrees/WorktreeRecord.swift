package import HookCore
internal import Store

/// A worktree that we made, as the database has it. Its truth is git's; this says whose it is and what is being done to it.
package struct WorktreeRecord: Equatable, Sendable {
    package enum State: String, LifeCycle {
        /// Being made by `owner`.
        case creating
        case active
        /// Being taken away by `owner`.
        case removing
        /// The user said: leave it.
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

    /// Its name; also that of the branch that is made for it.
    package var id: String
    package var repository: String
    package var path: String
    /// The branch that was made for it or that it was restored on; nil until git has been asked to make it.
    package var branch: String?
    /// The commit it started from.
    package var base: String?
    package var state: State
    /// Why it was not removed, when it should have been.
    package var keptReason: String?
    package var sessionID: String?
    /// Who is at work on it, while `creating` or `removing`.
    package var owner: ProcessIdentity?
    package var ownerBootID: String?
    package var ownerPidNamespace: UInt64?
    /// Where `removing` moves it.
    package var trashPath: String?
    /// What it was before the operation that `owner` is at.
    package var formerState: State?
    /// What was checked out when it was saved, while `removing`.
    package var head: String?
    package var headBranch: String?
    /// The rescue that was made of it, while `removing`.
    package var rescue: String?
    /// Its share of the ports above `worktree.portBase`.
    package var portBlock: Int?
    package var createdAt: String
    /// The i-node of the directory around it. Where that is another one now, a disk may not be mounted: that the worktree
    /// is not there does not mean then that it was deleted.
    var placeInode: UInt64?

    /// Whether it is kept, or was before somebody began to remove it.
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
