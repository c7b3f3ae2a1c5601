internal import Coordinator
package import Files
internal import FoundationEssentials
internal import GitKit
internal import Store

/// The way in which a conflict was resolved.
package enum ResolutionStrategy: String, CaseIterable, Codable, Sendable, ColumnConvertible {
    /// A suggestion was used unchanged.
    case autoFix = "AUTO_FIX"
    case manual = "MANUAL"
    /// A suggestion was used and changed afterwards.
    case hybrid = "HYBRID"
    /// The merge was given up, or one side changed so much that it is another conflict now.
    case abandoned = "ABANDONED"
}

/// A conflict as the database has it.
package struct ConflictRecord: Equatable, Sendable {
    /// A random id, which the commands take.
    package var id: String
    /// The common git directory.
    package var repository: String
    /// The root of the worktree in which the merge has stopped; nil for a merge that was only tried.
    package var worktree: String?
    /// The session that works on `source`; nil for none.
    package var sessionID: String?
    /// The path of the file inside the repository.
    package var path: PathBytes
    /// The symbol of a broken use, because a file can have several; else empty.
    package var subject: String
    /// The kind, as in `ConflictFinding`.
    package var kind: String
    /// The type by the syntax trees.
    package var type: ConflictType
    /// The severity when it was examined.
    package var severity: ConflictSeverity
    /// Whether git merges the file without a conflict.
    package var isCleanMerge: Bool
    /// The stopped operation: `merge`, `rebase`, …; nil for a merge that was only tried.
    package var operation: String?
    /// The commit that both sides come from; nil when it is unknown or there are several.
    package var base: String?
    /// The side that git calls ours.
    package var source: ConflictedMerge.Side
    /// The side that git calls theirs.
    package var target: ConflictedMerge.Side
    /// The blobs of base, ours and theirs. An id is empty when there is no such version.
    package var blobs: [String]
    /// The language by which the file was parsed; nil for text.
    package var language: String?
    /// The number of conflicting parts.
    package var places: Int
    /// The conflicting parts.
    package var markers: [ConflictMarker]
    /// The symbols on which the sides conflict.
    package var symbols: [ConflictSymbol]
    /// Further facts from the examination.
    package var notes: [String]
    /// The way in which it was resolved; nil while it is open.
    package var strategy: ResolutionStrategy?
    /// The confidence of the applied suggestion, from 0 to 1; nil for none.
    package var confidence: Double?
    /// The blob of the resolution; nil when there is none.
    package var resolvedID: String?
    /// The id of the suggestion that was applied last; nil for none.
    package var suggestionID: String?
    /// The time of the detection, in ISO-8601.
    package var detectedAt: String
    /// The time of the resolution, in ISO-8601; nil while it is open.
    package var resolvedAt: String?
    /// The reason for the end in words, or JSON from an older program; nil for none.
    package var metadata: String?

    init(_ finding: ConflictFinding, conflictedMerge: ConflictedMerge, id: String, detectedAt: String) {
        self.id = id
        self.detectedAt = detectedAt
        repository = conflictedMerge.repository
        worktree = conflictedMerge.worktree
        sessionID = conflictedMerge.ours.sessionID
        path = finding.path
        subject = finding.isBrokenUse ? finding.symbols.map(\.name).joined(separator: " ") : ""
        kind = finding.kind
        type = finding.type
        severity = finding.severity
        isCleanMerge = finding.isCleanMerge
        operation = conflictedMerge.operation
        base = conflictedMerge.base
        source = conflictedMerge.ours
        target = conflictedMerge.theirs
        blobs = finding.stages.ids
        language = finding.language
        places = finding.markers.count
        markers = finding.markers
        symbols = finding.symbols
        notes = finding.notes
    }

    /// Takes the results of a later examination.
    mutating func take(_ finding: ConflictFinding) {
        kind = finding.kind
        type = finding.type
        severity = finding.severity
        language = finding.language
        places = finding.markers.count
        markers = finding.markers
        symbols = finding.symbols
        notes = finding.notes
    }
}

extension ConflictRecord {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        repository = try row["repository"]
        worktree = try row["worktree"]
        sessionID = try row["session_id"]
        path = try row["file_path"]
        subject = try row["subject"]
        kind = try row["kind"]
        type = try row["conflict_type"]
        severity = try row["severity"]
        isCleanMerge = try row["clean_merge"]
        operation = try row["operation"]
        base = try row["base_commit"]
        source = ConflictedMerge.Side(
            label: try row["source_label"], commit: try row["source_commit"], sessionID: try row["source_session"])
        target = ConflictedMerge.Side(
            label: try row["target_label"], commit: try row["target_commit"], sessionID: try row["target_session"])
        blobs = [try row["base_id"], try row["ours_id"], try row["theirs_id"]]
        language = try row["language"]
        places = try row["marker_count"]
        markers = JSONColumn.read(try row["conflict_markers"]) ?? []
        symbols = JSONColumn.read(try row["symbols"]) ?? []
        notes = JSONColumn.read(try row["notes"]) ?? []
        strategy = try row["resolution_strategy"]
        confidence = try row["confidence_score"]
        resolvedID = try row["resolved_id"]
        suggestionID = try row["auto_fix_suggestion_id"]
        detectedAt = try row["detected_at"]
        resolvedAt = try row["resolved_at"]
        metadata = try row["metadata"]
    }
}

/// JSON values in a text column.
enum JSONColumn {
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    /// Decodes a value; nil for any other text.
    static func read<Value: Decodable>(_ text: String) -> Value? {
        try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}
