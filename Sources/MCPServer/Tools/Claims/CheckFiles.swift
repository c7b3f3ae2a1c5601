internal import Coordinator
internal import HookCore
internal import JSON

/// `check_files`: the claims on files, and the worktrees that have changed them.
struct CheckFiles: Tool {
    let name = "check_files"
    let title = "Who works on these files"
    let description = """
        For files or directories that you are about to change: who has claimed them, and which other worktrees have \
        changed them, committed since their branch parted from yours or not yet committed.
        """
    let effect = ToolEffect.reads
    let inputSchema = JSONSchema.object([("filePaths", JSONSchema.texts("Files and directories.", atMost: 100))])
    let outputSchema = JSONSchema.object([
        (
            "files",
            JSONSchema.list(
                of: JSONSchema.object([
                    ("filePath", JSONSchema.text), ("isFree", JSONSchema.truth),
                    ("ownClaims", JSONSchema.list(of: ClaimAnswer.conflictSchema)),
                    ("otherClaims", JSONSchema.list(of: ClaimAnswer.conflictSchema)),
                    ("changedIn", JSONSchema.list(of: changeSchema)),
                ]))
        ),
        (
            "errors",
            JSONSchema.list(of: JSONSchema.object([("worktreePath", JSONSchema.text), ("error", JSONSchema.text)]))
        ),
    ])

    private static let changeSchema = JSONSchema.object([
        ("worktreePath", JSONSchema.text), ("branch", JSONSchema.textOrNull), ("sessionId", JSONSchema.textOrNull),
        ("sessionName", JSONSchema.textOrNull), ("path", JSONSchema.text), ("committed", JSONSchema.truth),
        ("uncommitted", JSONSchema.textOrNull),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let coordinator = try context.coordinator()
        let repository = try context.repository()
        var targets: [(target: ClaimTarget, claims: [HeldClaim])] = []
        for path in arguments.texts("filePaths") ?? [] {
            let target = try context.target(path, in: repository)
            let claims = try coordinator.claims(meeting: context.reach(path, target: target, in: repository))
            targets.append((target, claims))
        }
        let session = try context.session()
        let own = session?.id
        // The root of the repository has an empty path, which git does not accept.
        let paths = targets.map { $0.target.path.isEmpty ? Array(".".utf8) : $0.target.path }
        let survey = try coordinator.work(on: paths, besides: session?.worktreePath ?? context.directory)
        return [
            "files": .array(targets.map { Self.describe($0.target, claims: $0.claims, own: own, work: survey.work) }),
            "errors": .array(
                survey.problems.map { ["worktreePath": .string($0.worktree), "error": .string($0.message)] }),
        ]
    }

    private static func describe(
        _ target: ClaimTarget, claims: [HeldClaim], own: String?, work: [FileWork]
    ) -> JSONValue {
        let others = claims.filter { $0.session.id != own }
        return [
            "filePath": .string(ClaimAnswer.path(target)),
            "isFree": .bool(others.allSatisfy { $0.claim.mode == .intent }),
            "ownClaims": .array(claims.filter { $0.session.id == own }.map(ClaimAnswer.conflict)),
            "otherClaims": .array(others.map(ClaimAnswer.conflict)),
            "changedIn": .array(work.flatMap { fileWork in changes(target, at: fileWork) }),
        ]
    }

    private static func changes(_ target: ClaimTarget, at fileWork: FileWork) -> [JSONValue] {
        fileWork.changes.filter { target.covers($0.path) }.map { change in
            [
                "worktreePath": .string(fileWork.worktree), "branch": .optional(fileWork.branch),
                "sessionId": .optional(fileWork.session?.id), "sessionName": .optional(fileWork.session?.name),
                "path": .string(String(decoding: change.path, as: UTF8.self)),
                "committed": .bool(change.isCommitted), "uncommitted": .optional(change.uncommitted),
            ]
        }
    }
}
