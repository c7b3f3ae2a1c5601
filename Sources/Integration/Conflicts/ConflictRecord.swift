internal import Coordinator
package import Files
internal import FoundationEssentials
internal import GitKit
internal import Store

/// How a conflict came to its end.
package enum ResolutionStrategy: String, CaseIterable, Codable, Sendable, ColumnConvertible {
    /// A suggestion, as it was.
    case autoFix = "AUTO_FIX"
    case manual = "MANUAL"
    /// A suggestion that was changed afterwards.
    case hybrid = "HYBRID"
    /// The merge was given up, or one side changed so that it is another conflict now.
    case abandoned = "ABANDONED"
}

/// A conflict that was seen, as the database has it.
package struct ConflictRecord: Equatable, Sendable {
    package var id: String
    /// The common git directory.
    package var repository: String
    /// Where the merge has stopped; nil for one that was only tried.
    package var worktree: String?
    package var sessionID: String?
    package var path: PathBytes
    /// What it is about, where a file can have several: the symbol of a broken use.
    package var subject: String
    package var kind: String
    package var type: ConflictType
    package var severity: ConflictSeverity
    package var isCleanMerge: Bool
    package var operation: String?
    package var base: String?
    package var source: ConflictedMerge.Side
    package var target: ConflictedMerge.Side
    /// The blobs of base, ours and theirs; empty where there is none.
    package var blobs: [String]
    package var language: String?
    /// How many places are in conflict.
    package var places: Int
    package var markers: [ConflictMarker]
    package var symbols: [ConflictSymbol]
    package var notes: [String]
    package var strategy: ResolutionStrategy?
    package var confidence: Double?
    /// The blob that it was resolved to.
    package var resolvedID: String?
    package var suggestionID: String?
    package var detectedAt: String
    package var resolvedAt: String?
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

    /// Says what was found when somebody looked into it.
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

/// Lists kept in a text column.
enum JSONColumn {
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    /// nil for what is not such a list.
    static func read<Value: Decodable>(_ text: String) -> Value? {
        try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}
