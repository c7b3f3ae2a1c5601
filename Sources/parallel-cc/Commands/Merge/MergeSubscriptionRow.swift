internal import Coordinator

/// A subscription under `--json`, with the columns of older programs.
struct MergeSubscriptionRow: Encodable {
    let id: String
    let sessionId: String
    let repoPath: String
    let branchName: String
    let targetBranch: String
    let createdAt: String
    let notifiedAt: String?
    let isActive: Bool
    /// The state: `active`, `notified` or `ended`.
    let state: String

    private enum CodingKeys: String, CodingKey {
        case id, state
        case sessionId = "session_id"
        case repoPath = "repo_path"
        case branchName = "branch_name"
        case targetBranch = "target_branch"
        case createdAt = "created_at"
        case notifiedAt = "notified_at"
        case isActive = "is_active"
    }

    init(_ subscription: MergeSubscription) {
        id = subscription.id
        sessionId = subscription.sessionID
        repoPath = subscription.repository
        branchName = subscription.branch
        targetBranch = subscription.target
        createdAt = subscription.createdAt
        notifiedAt = subscription.state == .notified ? subscription.endedAt : nil
        isActive = subscription.state == .active
        state = subscription.state.rawValue
    }
}
