internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `check_conflicts`: the files in which a merge of one branch into another would conflict.
struct CheckConflicts: Tool {
    let name = "check_conflicts"
    let title = "Conflicts between two branches"
    let description = """
        Merges one branch into another in memory, as committed, and says which files conflict. Nothing is changed or \
        fetched. For uncommitted work of all sessions: predict_conflicts.
        """
    let effect = ToolEffect.reads
    let inputSchema = JSONSchema.object([
        ("currentBranch", JSONSchema.text("The branch with the work: feature, or origin/feature.", longest: 255)),
        ("targetBranch", JSONSchema.text("The branch that it is to be merged into.", longest: 255)),
    ])
    let outputSchema = JSONSchema.object([
        ("hasConflicts", JSONSchema.truth), ("conflictingFiles", JSONSchema.texts), ("summary", JSONSchema.text),
        ("guidance", JSONSchema.texts), ("current", JSONSchema.text), ("currentCommit", JSONSchema.text),
        ("target", JSONSchema.text), ("targetCommit", JSONSchema.text),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let (branch, target) = (try arguments.required("currentBranch"), try arguments.required("targetBranch"))
        let found = try Conflicts(context.coordinator()).list(of: branch, with: target, in: try context.repository())
        let files = found.files.map { String(decoding: $0, as: UTF8.self) }
        let summary =
            if found.isMerged {
                "\(target) has all of \(branch) already"
            } else if !found.hasConflicts {
                "\(branch) merges into \(target) without a conflict"
            } else {
                "\(files.count) files conflict when \(branch) is merged into \(target)"
            }
        return [
            "hasConflicts": .bool(found.hasConflicts), "conflictingFiles": .texts(files), "summary": .string(summary),
            "guidance": .texts(found.hasConflicts ? Self.guidance(target) : []),
            "current": .string(found.branchName), "currentCommit": .string(found.branchCommit),
            "target": .string(found.targetName), "targetCommit": .string(found.targetCommit),
        ]
    }

    private static func guidance(_ target: String) -> [String] {
        [
            "See what the other side did to these files: check_files",
            "detect_advanced_conflicts says what kind of conflict each is, get_auto_fix_suggestions how to resolve it",
            "Commit your work, then rebase_assist onto \(target): a conflict is taken back and changes nothing",
        ]
    }
}
