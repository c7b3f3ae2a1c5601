internal import Coordinator
internal import Integration

/// A suggestion under `--json`: the columns that scripts of older programs know, and new ones.
struct SuggestionRow: Encodable {
    let id: String
    let conflictResolutionId: String?
    let repoPath: String
    let worktreePath: String?
    let filePath: String
    let conflictType: ConflictType
    let suggestedResolution: String
    let confidenceScore: Double
    let confidence: Confidence?
    let explanation: String
    let strategyUsed: String
    let risks: [String]
    let costUsd: Double?
    let state: String
    let generatedAt: String
    let appliedAt: String?
    let wasAutoApplied: Bool
    let rescue: String?

    private enum CodingKeys: String, CodingKey {
        case id, confidence, explanation, risks, state, rescue
        case conflictResolutionId = "conflict_resolution_id"
        case repoPath = "repo_path"
        case worktreePath = "worktree_path"
        case filePath = "file_path"
        case conflictType = "conflict_type"
        case suggestedResolution = "suggested_resolution"
        case confidenceScore = "confidence_score"
        case strategyUsed = "strategy_used"
        case costUsd = "cost_usd"
        case generatedAt = "generated_at"
        case appliedAt = "applied_at"
        case wasAutoApplied = "was_auto_applied"
    }

    init(_ suggestion: Suggestion) {
        id = suggestion.id
        conflictResolutionId = suggestion.conflictID
        repoPath = suggestion.repository
        worktreePath = suggestion.worktree
        filePath = String(decoding: suggestion.path, as: UTF8.self)
        conflictType = suggestion.type
        suggestedResolution = String(decoding: suggestion.resolution, as: UTF8.self)
        confidenceScore = suggestion.score
        confidence = suggestion.confidence
        explanation = suggestion.explanation
        strategyUsed = suggestion.strategy
        risks = suggestion.risks
        costUsd = suggestion.cost
        state = suggestion.state.rawValue
        generatedAt = suggestion.generatedAt
        appliedAt = suggestion.appliedAt
        wasAutoApplied = suggestion.state == .applied
        rescue = suggestion.rescue
    }
}
