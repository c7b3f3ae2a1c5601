internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `get_merge_events`: the merges that were seen.
struct GetMergeEvents: Tool {
    let name = "get_merge_events"
    let title = "Merges seen"
    let description = "Lists the merges that parallel-cc has seen in this repository, newest first."
    let effect = ToolEffect.reads
    let inputSchema = JSONSchema.object(
        [RepositoryArgument.schema, ("limit", JSONSchema.whole(1...1_000, default: 50, description: "How many."))],
        required: [])
    let outputSchema = JSONSchema.object([
        ("events", JSONSchema.list(of: MergeAnswer.eventSchema)), ("total", JSONSchema.whole),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let repository = try context.repository(arguments.text(RepositoryArgument.name))
        let events = try MergeDetection(context.coordinator()).events(
            in: repository, limit: arguments.whole("limit") ?? 50)
        return ["events": .array(events.map(MergeAnswer.event)), "total": .whole(events.count)]
    }
}
