package import Coordinator
package import Files
internal import GitKit
internal import GitProgram
internal import Store

/// A branch that is to land on a target, or has.
package struct QueueEntry: Equatable, Sendable {
    package enum State: String, LifeCycle {
        case queued
        /// Its result is made; the target is about to be moved.
        case landing
        case landed
        /// Its result waits beside the target, which somebody works on.
        case pending = "landed-pending"
        case conflict
        case failed
        /// Taken out by the user.
        case removed

        package static let steps: [Self: Set<Self>] = [
            // To itself: with other commits, or another method.
            .queued: [.queued, .landing, .conflict, .failed, .removed],
            .landing: [.landed, .pending, .queued, .removed],
            .pending: [.landed, .queued, .removed],
            .conflict: [.removed],
            .failed: [.removed],
            .landed: [],
            .removed: [],
        ]
    }

    /// Grows with every entry: the order in which they land.
    package var position: Int64
    package var id: String
    /// The common git directory.
    package var repository: String
    /// Without `refs/heads/`, as the target.
    package var branch: String
    package var target: String
    package var method: MergeMethod
    package var state: State
    /// Who asked.
    package var sessionID: String?
    /// The tip that lands, or landed: what came to the branch later does not.
    package var tip: String
    /// The commit of the target that has it.
    package var result: String?
    /// What became of it, in a sentence.
    package var message: String?
    /// Those that contradict the target.
    package var files: [PathBytes]
    package var queuedAt: String
    package var changedAt: String

    /// The files for people.
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

    /// Keeps its commits from being collected until the target has them, whatever becomes of the branch.
    var pin: String { Self.pins + id }
    static let pins = "refs/parallel-cc/landing-tip/"
}
