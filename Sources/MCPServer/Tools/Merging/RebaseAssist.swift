internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `rebase_assist`: brings the caller's branch up to date.
struct RebaseAssist: Tool {
    let name = "rebase_assist"
    let title = "Rebase this branch"
    let description = """
        Rebases this worktree's branch onto a target branch (as it is here; git fetch first for the newest). Refuses \
        with uncommitted changes. On a conflict nothing changes and the files are listed. The state before is kept as \
        a rescue. With checkOnly nothing changes: a merge in memory says which files would conflict.
        """
    let effect = ToolEffect.changes
    let inputSchema = JSONSchema.object(
        [
            (
                "targetBranch",
                JSONSchema.text(
                    "Branch to rebase onto: main, or origin/main; of both the one that is ahead.", longest: 255)
            ), ("checkOnly", JSONSchema.truth(default: false, description: "Only say what would conflict.")),
            (
                "worktreePath",
                JSONSchema.text("A worktree of this repository, where this session works in another one than its own.")
            ),
        ], required: ["targetBranch"])
    let outputSchema = JSONSchema.object([
        ("success", JSONSchema.truth), ("output", JSONSchema.text), ("hasConflicts", JSONSchema.truth),
        ("conflictingFiles", JSONSchema.texts), ("conflictSummary", JSONSchema.text), ("worktreePath", JSONSchema.text),
        ("branch", JSONSchema.text), ("target", JSONSchema.text), ("targetCommit", JSONSchema.text),
        ("previousHead", JSONSchema.text), ("head", JSONSchema.text), ("ownCommits", JSONSchema.whole),
        ("rescueId", JSONSchema.textOrNull), ("checkOnly", JSONSchema.truth),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let onlyLooks = arguments.truth("checkOnly") ?? false
        let session = try context.session()
        let named = try arguments.text("worktreePath").map { path throws(ParallelError) in
            try context.location(path + "/-", in: try context.repository()).root
        }
        let worktree = named ?? session?.worktreePath ?? context.directory
        let outcome = try Rebasing(context.coordinator()).rebase(
            at: worktree, onto: try arguments.required("targetBranch"), by: session?.id, onlyLooks: onlyLooks)
        let (files, summary) = Self.describe(outcome)
        return [
            "success": .bool(!outcome.hasConflicts), "output": .string(outcome.output),
            "hasConflicts": .bool(outcome.hasConflicts),
            "conflictingFiles": .texts(files), "conflictSummary": .string(summary),
            "worktreePath": .string(outcome.worktree), "branch": .string(outcome.branch),
            "target": .string(outcome.target), "targetCommit": .string(outcome.targetCommit),
            "previousHead": .string(outcome.previousHead), "head": .string(outcome.head),
            "ownCommits": .whole(outcome.ownCommits), "rescueId": .optional(outcome.rescue),
            "checkOnly": .bool(onlyLooks),
        ]
    }

    private static func describe(_ outcome: RebaseOutcome) -> (files: [String], summary: String) {
        let note = outcome.leavesOutUncommitted ? " Uncommitted changes were not looked at." : ""
        switch outcome.result {
        case .upToDate: return ([], "Up to date: the branch has all of \(outcome.target).\(note)")
        case .wouldSucceed: return ([], "No conflicts with \(outcome.target).\(note)")
        case .rebased: return ([], "Rebased \(outcome.ownCommits) commits onto \(outcome.target).")
        case .wouldConflict(let files):
            return (files.map(text), "\(files.count) files conflict with \(outcome.target).\(note)")
        case .conflict(let files):
            return (files.map(text), "\(files.count) files conflict with \(outcome.target). Nothing has changed.")
        }
    }

    private static func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
}
