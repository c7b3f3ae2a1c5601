internal import Coordinator
package import Files
internal import GitKit
internal import HookCore
internal import Store

/// A suggestion as the database has it.
package struct Suggestion: Equatable, Sendable {
    /// The stages of a suggestion.
    package enum State: String, CaseIterable, Sendable, ColumnConvertible {
        case offered
        /// The `owner` is replacing the file.
        case applying
        case applied
        /// The conflict or the file has changed since then.
        case outdated
    }

    /// A random id, which the commands take.
    package var id: String
    /// The id of the conflict's record; nil for a suggestion of an older program whose record is lost.
    package var conflictID: String?
    /// The common git directory.
    package var repository: String
    /// The root of the worktree in which the merge has stopped; nil for a suggestion that can only be shown.
    package var worktree: String?
    /// The path of the file inside the repository.
    package var path: PathBytes
    /// The type of the conflict.
    package var type: ConflictType
    /// The raw value of a `SuggestionStrategy`, or an older program's word.
    package var strategy: String
    /// The whole file, as git stores it.
    package var resolution: [UInt8]
    /// The blob id of the resolution; nil for a suggestion of an older program.
    package var resolutionID: String?
    /// The confidence's score, from 0 to 1.
    package var score: Double
    /// The confidence's parts; nil for a suggestion of an older program.
    package var confidence: Confidence?
    /// The way in which it was made, in sentences.
    package var explanation: String
    /// Possible faults, each as a sentence part.
    package var risks: [String]
    /// The cost in USD; nil when it cost nothing or the cost is unknown.
    package var cost: Double?
    /// The blob id of the worktree's file, byte for byte, when the suggestion was made.
    var basisID: String?
    /// The time at which it was made, in ISO-8601.
    package var generatedAt: String
    /// The stage that it has reached.
    package var state: State
    /// The time at which it was applied, in ISO-8601; nil for none.
    package var appliedAt: String?
    /// The id of the rescue that was made before it was applied; nil for none.
    package var rescue: String?
    /// The path of the other version while it is being applied; nil otherwise.
    var temporaryPath: PathBytes?
    /// Whether the new version was written completely.
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
