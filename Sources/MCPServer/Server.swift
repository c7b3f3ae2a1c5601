internal import ClaudeCode
internal import Coordinator
internal import HookCore

/// Answers messages of the Model Context Protocol (https://modelcontextprotocol.io/specification/2025-11-25).
///
/// A value without a state of its own: a request is answered whether or not `initialize` came before, because nothing
/// that we answer depends on it.
package struct Server: Sendable {
    private let context: MCPContext
    private let tools: [any Tool] = [GetParallelStatus(), GetMySession()]

    private static let instructions = """
        Several Claude Code sessions may work on this repository at once, each in a git worktree of its own. \
        get_parallel_status lists them; get_my_session says which worktree and branch are yours.
        """

    package init(_ context: MCPContext) { self.context = context }

    /// The answer to one line; nil when nothing is to be said: to notifications, to answers, to empty lines.
    package func answer(_ line: [UInt8]) -> [UInt8]? {
        let message: JSONValue
        do throws(ParallelError) {
            guard let value = try JSONDocument(line, name: "message").value() else { return nil }
            message = value
        } catch {
            return encode(Reply.error(.parseError, "Parse error: \(error.message)", id: .null))
        }
        // Batches are of version 2025-03-26 only, but cost nothing.
        guard let batch = message.elements else { return answer(message).map(encode) }
        if batch.isEmpty { return encode(Reply.error(.invalidRequest, "Empty batch", id: .null)) }
        let answers = batch.compactMap { answer($0) }
        return answers.isEmpty ? nil : encode(.array(answers))
    }

    private func encode(_ message: JSONValue) -> [UInt8] { Array((message.compactText + "\n").utf8) }

    private func answer(_ message: JSONValue) -> JSONValue? {
        guard let method = message["method"]?.string else {
            // An answer to a request that we never sent is nobody's fault.
            if message["result"] != nil || message["error"] != nil { return nil }
            return Reply.error(.invalidRequest, "Invalid request", id: message["id"] ?? .null)
        }
        guard let id = message["id"] else { return nil }
        let parameters = message["params"] ?? .object([])
        switch method {
        case "initialize": return Reply.result(initialize(parameters), id: id)
        case "ping": return Reply.result(.object([]), id: id)
        case "tools/list": return Reply.result(["tools": .array(tools.map(\.declaration))], id: id)
        case "tools/call": return call(parameters, id: id)
        default: return Reply.error(.methodNotFound, "Method not found: \(method)", id: id)
        }
    }

    private func initialize(_ parameters: JSONValue) -> JSONValue {
        [
            "protocolVersion": .string(ProtocolVersion.negotiated(parameters["protocolVersion"]?.string)),
            "capabilities": ["tools": ["listChanged": false]],
            "serverInfo": ["name": "parallel-cc", "title": "parallel-cc", "version": .string(context.version)],
            "instructions": .string(Self.instructions),
        ]
    }

    private func call(_ parameters: JSONValue, id: JSONValue) -> JSONValue {
        let name = parameters["name"]?.string ?? ""
        guard let tool = tools.first(where: { $0.name == name }) else {
            return Reply.error(.invalidParameters, "Unknown tool: \(name)", id: id)
        }
        do throws(ParallelError) {
            let content = try tool.call(parameters["arguments"] ?? .object([]), context)
            return Reply.result(
                [
                    "content": [["type": "text", "text": .string(content.prettyText)]], "structuredContent": content,
                    "isError": false,
                ], id: id)
        } catch {
            return Reply.result(
                ["content": [["type": "text", "text": .string(Self.text(error))]], "isError": true], id: id)
        }
    }

    /// What went wrong, for the model to act upon.
    private static func text(_ error: ParallelError) -> String {
        let about = error.subject.isEmpty ? error.message : "\(error.message): \(error.subject)"
        return error.hint.map { "\(about) (\($0))" } ?? about
    }
}
