internal import Coordinator
internal import HookCore
internal import Wiring

/// A claim under `--json`: the columns that scripts of older programs know, and new ones.
struct ClaimRow: Encodable {
    let id: String
    let sessionId: String
    let sessionName: String?
    let pid: Int32
    let worktreePath: String
    let repoPath: String
    let filePath: String
    let kind: String
    let claimMode: String
    let fence: Int64
    let claimedAt: String
    @ExplicitNull var expiresAt: String?
    let isActive = true
    let reason: String?

    private enum CodingKeys: String, CodingKey {
        case id, pid, kind, fence, reason
        case sessionId = "session_id"
        case sessionName = "session_name"
        case worktreePath = "worktree_path"
        case repoPath = "repo_path"
        case filePath = "file_path"
        case claimMode = "claim_mode"
        case claimedAt = "claimed_at"
        case expiresAt = "expires_at"
        case isActive = "is_active"
    }

    init(_ held: HeldClaim) {
        id = held.claim.id
        sessionId = held.session.id
        sessionName = held.session.name
        pid = held.session.process.pid
        worktreePath = held.session.worktreePath
        repoPath = held.claim.repository
        filePath = String(decoding: held.claim.target.path, as: UTF8.self)
        kind = held.claim.target.kind.rawValue
        claimMode = held.claim.mode.rawValue
        fence = held.claim.fence
        claimedAt = held.claim.takenAt
        expiresAt = held.claim.expiresAt
        reason = held.claim.reason
    }
}
