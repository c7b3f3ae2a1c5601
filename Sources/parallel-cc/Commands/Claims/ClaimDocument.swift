internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// The answer of `claims take`.
struct ClaimDocument: Encodable {
    struct Conflict: Encodable {
        let claimId: String
        let sessionId: String
        let sessionName: String?
        let worktreePath: String
        let path: String
        let mode: String
        let claimedAt: String
        @ExplicitNull var expiresAt: String?
        let reason: String?

        init(_ held: HeldClaim) {
            claimId = held.claim.id
            sessionId = held.session.id
            sessionName = held.session.name
            worktreePath = held.session.worktreePath
            path = held.claim.target.label
            mode = held.claim.mode.rawValue
            claimedAt = held.claim.takenAt
            expiresAt = held.claim.expiresAt
            reason = held.claim.reason
        }
    }

    let success: Bool
    @ExplicitNull var claimId: String?
    @ExplicitNull var fence: Int64?
    @ExplicitNull var mode: String?
    let message: String
    /// The claims that stand in the way.
    let conflictingClaims: [Conflict]
    /// The INTENT claims of other sessions on the same target.
    let intents: [Conflict]

    init(_ result: ClaimResult) {
        success = result.claim != nil
        claimId = result.claim?.id
        fence = result.claim?.fence
        mode = result.claim?.mode.rawValue
        conflictingClaims = result.holders.map(Conflict.init)
        intents = result.intents.map(Conflict.init)
        message =
            if let claim = result.claim {
                "Claimed: \(claim.mode.rawValue) \(claim.target.label)"
            } else if let first = result.holders.first {
                "Held by \(Self.holder(first))"
            } else {
                "Others asked earlier: \(result.waitersAhead)"
            }
    }

    private static func holder(_ held: HeldClaim) -> String {
        "\(held.session.label) in \(held.session.worktreePath) since \(held.claim.takenAt)"
    }

    /// The answer as text.
    func lines(_ result: ClaimResult) -> [String] {
        guard success else {
            return ["✗ \(message)".displayable]
                + conflictingClaims.map {
                    "  \($0.mode) \($0.path), claim \($0.claimId)\($0.reason.map { ": \($0)" } ?? "")".displayable
                }
                + [
                    result.isDeadlock
                        ? "  It waits in turn for what this session holds: parallel-cc claims release that first"
                        : "  Wait for it with --wait SECONDS, or ask: parallel-cc claims"
                ]
        }
        return ["✓ \(message)".displayable, "  Id: \(claimId ?? "")   Fence: \(fence ?? 0)"]
            + result.intents.map { "  ⚠ About to work on it too: \(Self.holder($0))".displayable }
    }
}
