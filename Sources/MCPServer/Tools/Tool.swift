internal import ClaudeCode
internal import HookCore

/// Something that the model may call.
protocol Tool: Sendable {
    var name: String { get }
    var title: String { get }
    var description: String { get }
    var inputSchema: JSONValue { get }
    var outputSchema: JSONValue { get }

    /// Does it. Fits `outputSchema`.
    /// - Throws: what the model should read instead of an answer.
    func call(_ arguments: JSONValue, _ context: MCPContext) throws(ParallelError) -> JSONValue
}

extension Tool {
    /// The entry in `tools/list`. All tools so far only read.
    var declaration: JSONValue {
        [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": inputSchema, "outputSchema": outputSchema,
            "annotations": [
                "title": .string(title), "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true,
                "openWorldHint": false,
            ],
        ]
    }
}
