internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `queue_merge`: queues a branch to land on the target.
struct QueueMerge: Tool {
    let name = "queue_merge"
    let title = "Queue a branch to land"
    let description = """
        Queues a branch, as committed, to land on the target branch: one after the other, rebased or merged in a place \
        of its own and tested there. This session is told what became of it; a conflict comes back with its files. \
        Landing itself is `parallel-cc merge queue run`.
        """
    let effect = ToolEffect.notes
    let inputSchema = JSONSchema.object(
        [
            (
                "branch",
                JSONSchema.text("A local branch; when left out, that of this session's worktree.", longest: 255)
            ),
            ("targetBranch", MergeAnswer.targetBranch),
            (
                "method",
                JSONSchema.choice(
                    MergeMethod.allCases.map(\.rawValue),
                    description: "How it lands; when left out, as the project has it (merge.method).")
            ),
        ], required: [])
    let outputSchema = JSONSchema.object([
        ("success", JSONSchema.truth), ("message", JSONSchema.text), ("entryId", JSONSchema.text),
        ("branch", JSONSchema.text),
        ("targetBranch", JSONSchema.text), ("method", JSONSchema.text), ("state", JSONSchema.text),
        ("tip", JSONSchema.text),
        ("notice", JSONSchema.textOrNull), ("queue", JSONSchema.list(of: entrySchema)),
    ])

    private static let entrySchema = JSONSchema.object([
        ("entryId", JSONSchema.text), ("branch", JSONSchema.text), ("targetBranch", JSONSchema.text),
        ("state", JSONSchema.text),
        ("message", JSONSchema.textOrNull), ("files", JSONSchema.texts),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let coordinator = try context.coordinator()
        let session = try context.session()
        let repository = try context.repository()
        let entry = try MergeQueue(coordinator).add(
            try branch(arguments, session: session, in: context), in: repository,
            target: arguments.text("targetBranch"),
            method: arguments.text("method").flatMap(MergeMethod.init(rawValue:)),
            session: session?.repository.isSame(as: repository) == true ? session?.id : nil)
        let queue = try MergeQueue(coordinator).entries(in: repository, landed: 0)
        return [
            "success": true,
            "message": .string("Queued: \(entry.branch) onto \(entry.target), by \(entry.method.rawValue)"),
            "entryId": .string(entry.id), "branch": .string(entry.branch), "targetBranch": .string(entry.target),
            "method": .string(entry.method.rawValue), "state": .string(entry.state.rawValue),
            "tip": .string(entry.tip),
            "notice": .optional(try MergeQueue(coordinator).uncommittedWork(on: entry.branch, in: repository)),
            "queue": .array(queue.map(Self.describe)),
        ]
    }

    private func branch(
        _ arguments: Arguments, session: Session?, in context: CallContext
    ) throws(ParallelError) -> String {
        if let branch = arguments.text("branch") { return branch }
        let directory = session?.worktreePath ?? context.directory
        if let branch = try context.coordinator().branch(at: directory) { return branch }
        throw ParallelError(
            .detachedHead, operation: name, subject: directory, message: "No branch is checked out here",
            hint: "say which branch")
    }

    private static func describe(_ entry: QueueEntry) -> JSONValue {
        [
            "entryId": .string(entry.id), "branch": .string(entry.branch), "targetBranch": .string(entry.target),
            "state": .string(entry.state.rawValue), "message": .optional(entry.message),
            "files": .texts(entry.shownFiles),
        ]
    }
}
