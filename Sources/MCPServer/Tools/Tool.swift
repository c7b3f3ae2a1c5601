internal import HookCore
internal import JSON

/// Something that the model may call.
protocol Tool: Sendable {
    var name: String { get }
    var title: String { get }
    var description: String { get }
    var effect: ToolEffect { get }
    var inputSchema: JSONValue { get }
    var outputSchema: JSONValue { get }

    /// Whether such a call mostly waits: it gets a thread of its own, and has to look whether it is cancelled.
    func waits(_ arguments: JSONValue?) -> Bool

    /// Does it. Fits `outputSchema`.
    /// - Throws: what the model should read instead of an answer.
    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue
}

/// What a tool does to the world, as its annotations say.
enum ToolEffect: Sendable {
    case reads
    /// Notes something down that is in nobody's way when noted twice.
    case notes
    /// Adds something with every call.
    case adds
    /// Changes files or history, or takes something from somebody.
    case changes
}

extension Tool {
    func waits(_ arguments: JSONValue?) -> Bool { false }

    /// The entry in `tools/list`.
    func declaration(_ version: ProtocolVersion) -> JSONValue {
        .members([
            ("name", .string(name)), ("title", .when(version.hasStructuredOutput, value: .string(title))),
            ("description", .string(description)), ("inputSchema", inputSchema),
            ("outputSchema", .when(version.hasStructuredOutput, value: outputSchema)),
            ("annotations", .when(version.hasAnnotations, value: annotations)),
        ])
    }

    /// Nothing of ours leaves the repository and the machine.
    private var annotations: JSONValue {
        [
            "title": .string(title), "readOnlyHint": .bool(effect == .reads),
            "destructiveHint": .bool(effect == .changes),
            "idempotentHint": .bool(effect == .reads || effect == .notes), "openWorldHint": false,
        ]
    }
}
