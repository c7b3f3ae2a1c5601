internal import Coordinator
internal import Integration

/// A recorded conflict under `--json`: the columns that scripts of older programs know, and new ones.
struct ConflictRow: Encodable {
    let id: String
    let sessionId: String?
    let repoPath: String
    let worktreePath: String?
    let filePath: String
    let kind: String
    let conflictType: ConflictType
    let severity: ConflictSeverity
    let cleanMerge: Bool
    let operation: String?
    let baseCommit: String?
    let sourceCommit: String?
    let targetCommit: String?
    let sourceBranch: String
    let targetBranch: String
    let sourceSession: String?
    let targetSession: String?
    let language: String?
    let markers: [ConflictMarker]
    let symbols: [ConflictSymbol]
    let notes: [String]
    let resolutionStrategy: ResolutionStrategy?
    let confidenceScore: Double?
    let resolvedBlob: String?
    let autoFixSuggestionId: String?
    let detectedAt: String
    let resolvedAt: String?
    let metadata: String?

    private enum CodingKeys: String, CodingKey {
        case id, kind, severity, operation, language, markers, symbols, notes, metadata
        case sessionId = "session_id"
        case repoPath = "repo_path"
        case worktreePath = "worktree_path"
        case filePath = "file_path"
        case conflictType = "conflict_type"
        case cleanMerge = "clean_merge"
        case baseCommit = "base_commit"
        case sourceCommit = "source_commit"
        case targetCommit = "target_commit"
        case sourceBranch = "source_branch"
        case targetBranch = "target_branch"
        case sourceSession = "source_session"
        case targetSession = "target_session"
        case resolutionStrategy = "resolution_strategy"
        case confidenceScore = "confidence_score"
        case resolvedBlob = "resolved_blob"
        case autoFixSuggestionId = "auto_fix_suggestion_id"
        case detectedAt = "detected_at"
        case resolvedAt = "resolved_at"
    }

    init(_ record: ConflictRecord) {
        id = record.id
        sessionId = record.sessionID
        repoPath = record.repository
        worktreePath = record.worktree
        filePath = String(decoding: record.path, as: UTF8.self)
        kind = record.kind
        conflictType = record.type
        severity = record.severity
        cleanMerge = record.isCleanMerge
        operation = record.operation
        baseCommit = record.base
        sourceCommit = record.source.commit
        targetCommit = record.target.commit
        sourceBranch = record.source.label
        targetBranch = record.target.label
        sourceSession = record.source.sessionID
        targetSession = record.target.sessionID
        language = record.language
        markers = record.markers
        symbols = record.symbols
        notes = record.notes
        resolutionStrategy = record.strategy
        confidenceScore = record.confidence
        resolvedBlob = record.resolvedID
        autoFixSuggestionId = record.suggestionID
        detectedAt = record.detectedAt
        resolvedAt = record.resolvedAt
        metadata = record.metadata
    }
}
