internal import HookCore
internal import JSON

/// A tool that the model may call.
protocol Tool: Sendable {
    var name: String { get }
    var title: String { get }
    var description: String { get }
    var effect: ToolEffect { get }
    var inputSchema: JSONValue { get }
    var outputSchema: JSONValue { get }

    /// Whether such a call mostly waits: it then gets a thread of its own, and has to check whether it is cancelled.
    func waits(_ arguments: JSONValue?) -> Bool

    /// Does the work. The answer fits `outputSchema`.
    /// - Throws: an error that the model reads instead of an answer.
    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue
}

/// The effect of a tool, as its annotations state it.
enum ToolEffect: Sendable {
    case reads
    /// Records a fact; a second call with the same arguments changes nothing.
    case notes
    /// Adds an entry with every call.
    case adds
    /// Changes files or history, or takes something from another session.
    case changes
}

extension Tool {
    func waits(_ arguments: JSONValue?) -> Bool { false }

    /// Returns the entry in `tools/list`.
    func declaration(_ version: ProtocolVersion) -> JSONValue {
        .members([
            ("name", .string(name)), ("title", .when(version.hasStructuredOutput, value: .string(title))),
            ("description", .string(description)), ("inputSchema", inputSchema),
            ("outputSchema", .when(version.hasStructuredOutput, value: outputSchema)),
            ("annotations", .when(version.hasAnnotations, value: annotations)),
        ])
    }

    /// The annotations. No tool of ours reaches beyond the repository and the machine.
    private var annotations: JSONValue {
        [
            "title": .string(title), "readOnlyHint": .bool(effect == .reads),
            "destructiveHint": .bool(effect == .changes),
            "idempotentHint": .bool(effect == .reads || effect == .notes), "openWorldHint": false,
        ]
    }
}
