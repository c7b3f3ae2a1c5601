internal import Coordinator
internal import HookCore
internal import JSON

/// `list_file_claims`: the claims in the repository.
struct ListFileClaims: Tool {
    let name = "list_file_claims"
    let title = "Claims"
    let description = """
        Lists who has claimed what in this repository. A claim holds while its session lives; INTENT claims are made \
        by themselves with a session's first write to a file.
        """
    let effect = ToolEffect.reads
    let inputSchema = JSONSchema.object(
        [
            (
                "filePaths",
                JSONSchema.texts("Only claims that cover one of these files or directories.", atMost: 200, atLeast: 0)
            ), ("sessionId", JSONSchema.text("Only claims of this session.", longest: 100)),
            (
                "includeExpired",
                JSONSchema.truth(default: false, description: "Also the newest 100 that do not hold any more.")
            ),
        ], required: [])
    let outputSchema = JSONSchema.object([
        ("claims", JSONSchema.list(of: claimSchema)), ("totalClaims", JSONSchema.whole),
    ])

    private static let claimSchema = JSONSchema.object(
        [
            ("claimId", JSONSchema.text), ("filePath", JSONSchema.text), ("claimMode", JSONSchema.text),
            ("sessionId", JSONSchema.text), ("sessionName", JSONSchema.textOrNull),
            ("sessionPid", JSONSchema.wholeOrNull),
            ("worktreeName", JSONSchema.textOrNull), ("worktreePath", JSONSchema.textOrNull),
            ("claimedAt", JSONSchema.text),
            ("expiresAt", JSONSchema.textOrNull), ("minutesUntilExpiry", JSONSchema.wholeOrNull),
            ("reason", JSONSchema.text),
            ("kind", JSONSchema.text), ("fence", JSONSchema.whole), ("isActive", JSONSchema.truth),
            ("endedAt", JSONSchema.text), ("endReason", JSONSchema.text),
        ],
        required: [
            "claimId", "filePath", "claimMode", "sessionId", "sessionName", "sessionPid", "worktreeName",
            "worktreePath", "claimedAt", "expiresAt", "minutesUntilExpiry", "kind", "fence", "isActive",
        ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let coordinator = try context.coordinator()
        let repository = try context.repository()
        let paths = arguments.texts("filePaths") ?? []
        var targets: [ClaimTarget] = []
        var held: [HeldClaim] = paths.isEmpty ? try coordinator.claims(in: repository) : []
        var known: Set<String> = []
        for path in paths {
            let target = try context.target(path, in: repository)
            targets.append(target)
            held += try coordinator.claims(meeting: context.reach(path, target: target, in: repository)).filter {
                known.insert($0.claim.id).inserted
            }
        }
        let session = arguments.text("sessionId")
        var claims = held.filter { session == nil || $0.session.id == session }.map {
            Self.describe($0.claim, session: $0.session, isActive: true)
        }
        if arguments.truth("includeExpired") == true {
            let former = try coordinator.formerClaims(in: repository, limit: 100).filter { claim, _ in
                (session == nil || claim.sessionID == session)
                    && (targets.isEmpty || targets.contains { $0.overlaps(claim.target) })
            }
            claims += former.map { Self.describe($0.0, session: $0.1, isActive: false) }
        }
        return ["claims": .array(claims), "totalClaims": .whole(claims.count)]
    }

    private static func describe(_ claim: Claim, session: Session?, isActive: Bool) -> JSONValue {
        let minutesLeft = claim.expiresAt.flatMap(Timestamp.init(text:)).map {
            max(0, ($0.milliseconds - Timestamp.now().milliseconds) / 60_000)
        }
        return .members([
            ("claimId", .string(claim.id)), ("filePath", .string(ClaimAnswer.path(claim.target))),
            ("claimMode", .string(claim.mode.rawValue)), ("sessionId", .string(claim.sessionID)),
            ("sessionName", .optional(session?.name)), ("sessionPid", .optional(whole: session?.process.pid)),
            ("worktreeName", .optional(session?.worktreeName)), ("worktreePath", .optional(session?.worktreePath)),
            ("claimedAt", .string(claim.takenAt)), ("expiresAt", .optional(claim.expiresAt)),
            ("minutesUntilExpiry", .optional(whole: minutesLeft)), ("reason", claim.reason.map { .string($0) }),
            ("kind", .string(claim.target.kind.rawValue)), ("fence", .whole(claim.fence)),
            ("isActive", .bool(isActive)), ("endedAt", claim.endedAt.map { .string($0) }),
            ("endReason", claim.endReason.map { .string($0) }),
        ])
    }
}
