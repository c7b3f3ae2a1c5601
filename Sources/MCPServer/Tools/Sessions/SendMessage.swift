internal import Coordinator
internal import HookCore
internal import JSON

/// `send_message`: sends a message to another session.
struct SendMessage: Tool {
    let name = "send_message"
    let title = "Message to a session"
    let description = """
        Says something to another session of this repository, or to all others; Claude there reads it with its next \
        prompt or tool call (if that session has parallel-cc's hooks). Its answer, if any, comes the same way.
        """
    let effect = ToolEffect.adds
    let inputSchema = JSONSchema.object([
        (
            "to",
            JSONSchema.text(
                "Id or name of the session (get_parallel_status), or \"all\" for every other one in this repository.",
                longest: 200)
        ), ("text", JSONSchema.text("What to say.", longest: Coordinator.longestMessage)),
    ])
    let outputSchema = JSONSchema.object([
        ("success", JSONSchema.truth), ("message", JSONSchema.text),
        (
            "sent",
            JSONSchema.list(
                of: JSONSchema.object([
                    ("messageId", JSONSchema.whole), ("sessionId", JSONSchema.text),
                    ("sessionName", JSONSchema.textOrNull),
                ]))
        ),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let coordinator = try context.coordinator()
        let own = try context.session()
        let repository = if let own { own.repository } else { try context.repository() }
        let others = try coordinator.livingSessions(in: repository).filter { $0.id != own?.id }
        let name = try arguments.required("to")
        let receivers = try recipients(name, others: others)
        var sent: [JSONValue] = []
        for session in receivers {
            let id = try coordinator.send(
                try arguments.required("text"), kind: .note, to: session.id, from: own?.id)
            sent.append([
                "messageId": .whole(id), "sessionId": .string(session.id), "sessionName": .optional(session.name),
            ])
        }
        return [
            "success": .bool(!sent.isEmpty),
            "message": .string(sent.isEmpty ? "There is no other session" : "Sent to \(sent.count) session(s)"),
            "sent": .array(sent),
        ]
    }

    private func recipients(_ name: String, others: [Session]) throws(ParallelError) -> [Session] {
        if name == "all" { return others }
        if let session = others.first(where: { $0.id.isSame(as: name) })
            ?? others.last(where: { $0.name.isSame(as: name) })
        {
            return [session]
        }
        let known = others.map { ($0.name.map { name in "\(name) " } ?? "") + "(\($0.id))" }.joined(separator: ", ")
        throw ParallelError(
            .unknownSession, operation: self.name, subject: name,
            message: "No such other living session in this repository",
            hint: known.isEmpty ? "there is no other session" : "there are: \(known)")
    }
}
