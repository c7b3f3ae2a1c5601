internal import Coordinator
internal import HookCore
internal import JSON

/// `claim_files`: claims several files at once, or none of them.
struct ClaimFiles: Tool {
    let name = "claim_files"
    let title = "Claim several files"
    let description = """
        Claims several files or directories for this session at once: all, or, when one of them is not free, none. So \
        two sessions that need the same files cannot hold half of them each.
        """
    let effect = ToolEffect.notes
    let inputSchema = JSONSchema.object(
        [
            (
                "filePaths",
                JSONSchema.texts("Files and directories (those that exist, or end with a slash).", atMost: 200)
            ), ("mode", ClaimAnswer.mode), ("reason", ClaimAnswer.reason), ("ttlHours", ClaimAnswer.ttlHours),
        ], required: ["filePaths"])
    let outputSchema = JSONSchema.object([
        ("success", JSONSchema.truth), ("message", JSONSchema.text),
        (
            "claims",
            JSONSchema.list(
                of: JSONSchema.object([
                    ("filePath", JSONSchema.text), ("claimId", JSONSchema.text), ("fence", JSONSchema.whole),
                    ("mode", JSONSchema.text),
                ]))
        ), ("conflictingClaims", JSONSchema.list(of: ClaimAnswer.conflictSchema)),
        ("intents", JSONSchema.list(of: ClaimAnswer.conflictSchema)),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let session = try context.ownSession()
        var requests: [ClaimRequest] = []
        for path in arguments.texts("filePaths") ?? [] {
            let target = try context.target(path, in: session.repository)
            if requests.contains(where: { $0.target == target }) { continue }
            requests.append(
                ClaimRequest(
                    sessionID: session.id, repository: session.repository, target: target,
                    mode: ClaimAnswer.mode(arguments), reason: arguments.text("reason"),
                    lifetime: ClaimAnswer.lifetime(arguments)))
        }
        let results = try context.coordinator().takeClaims(requests)
        let claims = results.compactMap(\.claim)
        let refused = results.first { !$0.isFree }
        return [
            "success": .bool(refused == nil),
            "message": .string(
                refused.map { "Nothing was claimed. " + ClaimAnswer.refusal($0) } ?? "Claimed: \(claims.count) paths"),
            "claims": .array(
                claims.map { claim in
                    [
                        "filePath": .string(ClaimAnswer.path(claim.target)), "claimId": .string(claim.id),
                        "fence": .whole(claim.fence), "mode": .string(claim.mode.rawValue),
                    ]
                }),
            "conflictingClaims": .array(Self.distinct(results.flatMap(\.holders)).map(ClaimAnswer.conflict)),
            "intents": .array(Self.distinct(results.flatMap(\.intents)).map(ClaimAnswer.conflict)),
        ]
    }

    /// Removes duplicates: one claim on a directory may be in the way of many files.
    private static func distinct(_ claims: [HeldClaim]) -> [HeldClaim] {
        var seen: Set<String> = []
        return claims.filter { seen.insert($0.claim.id).inserted }
    }
}
