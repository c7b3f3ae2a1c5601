internal import Coordinator
package import Files
internal import GitKit
internal import HookCore
internal import Store

/// A suggestion as the database has it.
package struct Suggestion: Equatable, Sendable {
    package enum State: String, CaseIterable, Sendable, ColumnConvertible {
        case offered
        /// Being put in place by `owner`.
        case applying
        case applied
        /// The conflict or the file is another one by now.
        case outdated
    }

    package var id: String
    /// The conflict's record; nil for one of an older program's that lost it.
    package var conflictID: String?
    /// The common git directory.
    package var repository: String
    /// Nil where no merge has stopped: then it can be shown only.
    package var worktree: String?
    package var path: PathBytes
    package var type: ConflictType
    /// A `SuggestionStrategy`, or what an older program called it.
    package var strategy: String
    /// The whole file, as git stores it.
    package var resolution: [UInt8]
    /// Its id as a blob.
    package var resolutionID: String?
    package var score: Double
    /// Nil for one of an older program's.
    package var confidence: Confidence?
    package var explanation: String
    package var risks: [String]
    /// USD.
    package var cost: Double?
    /// The id that the file in the worktree had as a blob, byte for byte, when this was made.
    var basisID: String?
    package var generatedAt: String
    package var state: State
    package var appliedAt: String?
    /// The rescue that was made before it was applied.
    package var rescue: String?
    /// Where the other version lies while it is being applied.
    var temporaryPath: PathBytes?
    /// Whether the new version was written whole.
    var isWritten: Bool
    var owner: ProcessIdentity?
    var ownerBootID: String?
    var ownerPidNamespace: UInt64?
}

extension Suggestion {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        conflictID = try row["conflict_id"]
        repository = try row["repository"]
        worktree = try row["worktree"]
        path = try row["file_path"]
        type = try row["conflict_type"]
        strategy = try row["strategy_used"]
        resolution = try row["suggested_resolution"]
        resolutionID = try row["resolution_id"]
        score = try row["confidence_score"]
        confidence = JSONColumn.read(try row["confidence_parts"])
        explanation = try row["explanation"]
        risks = JSONColumn.read(try row["risks"]) ?? []
        cost = try row["cost_usd"]
        basisID = try row["basis_id"]
        generatedAt = try row["generated_at"]
        state = try row["state"]
        appliedAt = try row["applied_at"]
        rescue = try row["rescue"]
        temporaryPath = try row["temporary_path"]
        isWritten = try row["is_written"]
        let pid: Int32? = try row["owner_pid"]
        let start: UInt64? = try row["owner_start_time"]
        if let pid, let start { owner = ProcessIdentity(pid: pid, startTime: start) }
        ownerBootID = try row["owner_boot_id"]
        ownerPidNamespace = try row["owner_pid_namespace"]
    }
}
