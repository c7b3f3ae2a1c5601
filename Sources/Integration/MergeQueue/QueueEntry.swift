package import Coordinator
package import Files
internal import GitKit
internal import GitProgram
internal import Store

/// A branch that is to land on a target, or has landed.
package struct QueueEntry: Equatable, Sendable {
    /// The stages of an entry.
    package enum State: String, LifeCycle {
        case queued
        /// The result is made, and the target is about to be moved.
        case landing
        case landed
        /// The result waits beside the target, which cannot be moved now: a session works there, files are not
        /// committed, or git refuses.
        case ready = "landed-pending"
        case conflict
        case failed
        /// The user removed the entry, or queued the branch again.
        case removed

        package static let steps: [Self: Set<Self>] = [
            // To itself: with other commits, or another method.
            .queued: [.queued, .landing, .conflict, .failed, .removed],
            .landing: [.landed, .ready, .queued, .removed],
            .ready: [.landed, .queued, .removed],
            .conflict: [.removed],
            .failed: [.removed],
            .landed: [],
            .removed: [],
        ]
    }

    /// A number that grows with every entry. Entries land in its order.
    package var position: Int64
    /// A random id.
    package var id: String
    /// The common git directory.
    package var repository: String
    /// The branch's short name, without `refs/heads/`.
    package var branch: String
    /// The target's short name, without `refs/heads/`.
    package var target: String
    /// The way in which its commits come to the target.
    package var method: MergeMethod
    /// The stage that the entry has reached.
    package var state: State
    /// The session that asked; nil for the user.
    package var sessionID: String?
    /// The tip that lands or has landed, without later commits of the branch.
    package var tip: String
    /// The commit of the target that has the branch; nil before there is one.
    package var result: String?
    /// The result in a sentence; nil for none.
    package var message: String?
    /// The paths that conflict with the target.
    package var files: [PathBytes]
    /// The time at which it was queued, in ISO-8601.
    package var queuedAt: String
    /// The time of its last change, in ISO-8601.
    package var changedAt: String

    /// The conflicting paths as people read them.
    package var shownFiles: [String] { files.map(\.display) }
}

extension QueueEntry {
    init(row: borrowing Row) throws(StoreError) {
        position = try row["position"]
        id = try row["id"]
        repository = try row["repository"]
        branch = try row["branch"]
        target = try row["target"]
        method = try row["method"]
        state = try row["state"]
        sessionID = try row["session_id"]
        tip = try row["tip"]
        result = try row["result"]
        message = try row["message"]
        let names: [UInt8]? = try row["files"]
        files = ZeroSeparated.fields(names ?? []).map { Array($0) }
        queuedAt = try row["queued_at"]
        changedAt = try row["changed_at"]
    }

    /// The reference that keeps its commits from garbage collection until the target has them, even without the branch.
    var pin: String { Self.pins + id }
    static let pins = "refs/parallel-cc/landing-tip/"
}
