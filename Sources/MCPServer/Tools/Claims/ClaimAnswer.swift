internal import Coordinator
internal import HookCore
internal import JSON

/// The common parts of the tools about claims: arguments, and the form of claims.
enum ClaimAnswer {
    static let modes = ClaimMode.allCases.map(\.rawValue)

    static let mode = JSONSchema.choice(
        modes, default: ClaimMode.exclusive.rawValue,
        description: "EXCLUSIVE: nobody else writes there. SHARED: others may share it, nobody may have it alone. "
            + "INTENT: only announces."
    )
    static let reason = JSONSchema.text("Why; other sessions see it.", longest: 500)
    static let ttlHours = JSONSchema.whole(
        1...72, description: "Give it up after so many hours; when left out, it lives as long as this session.")

    static func mode(_ arguments: Arguments) -> ClaimMode {
        arguments.text("mode").flatMap(ClaimMode.init(rawValue:)) ?? .exclusive
    }

    static func lifetime(_ arguments: Arguments) -> Int64? {
        arguments.whole("ttlHours").map { Int64($0) * 3_600_000 }
    }

    /// The path as a user writes it; a directory ends with a slash.
    static func path(_ target: ClaimTarget) -> String {
        String(decoding: target.path, as: UTF8.self) + (target.kind == .directory ? "/" : "")
    }

    static let conflictSchema = JSONSchema.object([
        ("claimId", JSONSchema.text), ("sessionId", JSONSchema.text), ("sessionName", JSONSchema.textOrNull),
        ("worktreePath", JSONSchema.text), ("filePath", JSONSchema.text), ("mode", JSONSchema.text),
        ("claimedAt", JSONSchema.text),
        ("expiresAt", JSONSchema.textOrNull), ("reason", JSONSchema.textOrNull),
    ])

    static func conflict(_ held: HeldClaim) -> JSONValue {
        [
            "claimId": .string(held.claim.id), "sessionId": .string(held.session.id),
            "sessionName": .optional(held.session.name), "worktreePath": .string(held.session.worktreePath),
            "filePath": .string(path(held.claim.target)), "mode": .string(held.claim.mode.rawValue),
            "claimedAt": .string(held.claim.takenAt), "expiresAt": .optional(held.claim.expiresAt),
            "reason": .optional(held.claim.reason),
        ]
    }

    /// The holder of a claim, its worktree, and the time.
    static func holder(_ held: HeldClaim) -> String {
        let reason = held.claim.reason.map { ": \($0)" } ?? ""
        return "\(held.session.label) in \(held.session.worktreePath) since \(held.claim.takenAt)\(reason)"
    }

    /// The reason why a claim was not granted.
    static func refusal(_ result: ClaimResult) -> String {
        let inTheWay =
            if let first = result.holders.first {
                "Held by \(holder(first))"
            } else {
                "Sessions that asked earlier and come first: \(result.waitersAhead)"
            }
        guard result.isDeadlock else { return inTheWay }
        return inTheWay + ". It waits in turn for what you hold, so do not wait for it: release_file that first"
    }
}
