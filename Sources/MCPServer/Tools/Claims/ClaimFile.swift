internal import Coordinator
internal import HookCore
internal import JSON

/// `claim_file`: claims a file, a directory or a pattern for the caller's session.
struct ClaimFile: Tool {
    let name = "claim_file"
    let title = "Claim a file"
    let description = """
        Claims a file (or directory, or pattern) of the repository for this session, in all worktrees at once. Another \
        session's Write, Edit or NotebookEdit on an EXCLUSIVE claim is refused. Claiming again raises, lowers or \
        extends what this session has. success is false while somebody else holds it: conflictingClaims says who.
        """
    let effect = ToolEffect.notes
    let inputSchema = JSONSchema.object(
        [
            (
                "filePath",
                JSONSchema.text(
                    "The file; need not exist. A directory, or a path that ends with a slash, "
                        + "means everything below it."
                )
            ), ("mode", ClaimAnswer.mode), ("reason", ClaimAnswer.reason), ("ttlHours", ClaimAnswer.ttlHours),
            (
                "isPattern",
                JSONSchema.truth(
                    default: false,
                    description:
                        "filePath is a pattern from the root of the repository: *, ?, [a-z], ** for directories.")
            ),
            (
                "waitSeconds",
                JSONSchema.whole(
                    0...3_600, default: 0, description: "Wait so long for whoever holds it; each waiter has its turn.")
            ),
        ], required: ["filePath"])
    let outputSchema = JSONSchema.object(
        [
            ("success", JSONSchema.truth), ("claimId", JSONSchema.textOrNull), ("message", JSONSchema.text),
            ("conflictingClaims", JSONSchema.list(of: ClaimAnswer.conflictSchema)),
            ("escalationAvailable", JSONSchema.truth), ("fence", JSONSchema.wholeOrNull),
            ("mode", JSONSchema.textOrNull),
            ("filePath", JSONSchema.text), ("intents", JSONSchema.list(of: ClaimAnswer.conflictSchema)),
        ], required: ["success", "claimId", "message", "filePath"])

    func waits(_ arguments: JSONValue?) -> Bool { (arguments?["waitSeconds"]?.integer(Int.self) ?? 0) > 0 }

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let session = try context.ownSession()
        let path = try arguments.required("filePath")
        let target =
            arguments.truth("isPattern") == true
            ? try ClaimTarget.glob(path) : try context.target(path, in: session.repository)
        let request = ClaimRequest(
            sessionID: session.id, repository: session.repository, target: target, mode: ClaimAnswer.mode(arguments),
            reason: arguments.text("reason"), lifetime: ClaimAnswer.lifetime(arguments))
        let wait = Int64(arguments.whole("waitSeconds") ?? 0) * 1_000
        let result = try context.coordinator().takeClaim(request, wait: wait) { context.isCancelled }
        return Self.answer(result, request: request)
    }

    private static func answer(_ result: ClaimResult, request: ClaimRequest) -> JSONValue {
        let path = ClaimAnswer.path(request.target)
        guard let claim = result.claim else {
            // A lower claim can be taken now and raised later.
            let canShare = request.mode == .exclusive && result.holders.allSatisfy { $0.claim.mode != .exclusive }
            return [
                "success": false, "claimId": .null, "message": .string(ClaimAnswer.refusal(result)),
                "conflictingClaims": .array(result.holders.map(ClaimAnswer.conflict)),
                "escalationAvailable": .bool(canShare), "filePath": .string(path),
            ]
        }
        return [
            "success": true, "claimId": .string(claim.id),
            "message": .string("Claimed: \(claim.mode.rawValue) \(path)"), "fence": .whole(claim.fence),
            "mode": .string(claim.mode.rawValue), "filePath": .string(path),
            "intents": .array(result.intents.map(ClaimAnswer.conflict)),
        ]
    }
}
