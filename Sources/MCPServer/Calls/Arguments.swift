internal import HookCore
internal import JSON

/// The arguments of a call, checked against the tool's schema.
struct Arguments {
    private let value: JSONValue

    /// Checks the arguments. A member that is `null` counts as left out: models write it for arguments that they do not
    /// use.
    /// - Throws: `invalid-arguments`, with all problems.
    init(_ value: JSONValue?, of tool: any Tool) throws(ParallelError) {
        let given = value ?? .object([])
        self.value = given.members.map { .object($0.filter { $0.value != .null }) } ?? given
        let problems = SchemaCheck(self.value, against: tool.inputSchema).problems
        guard problems.isEmpty else {
            throw ParallelError(
                "invalid-arguments", operation: tool.name,
                message: "Invalid arguments of \(tool.name): \(problems.joined(separator: "; "))")
        }
    }

    func text(_ name: String) -> String? { value[name]?.string }

    /// Returns an argument that the schema requires.
    func required(_ name: String) throws(ParallelError) -> String {
        if let text = text(name) { return text }
        throw ParallelError("invalid-arguments", operation: "read arguments", subject: name, message: "is missing")
    }

    func texts(_ name: String) -> [String]? { value[name]?.elements?.compactMap(\.string) }

    func whole(_ name: String) -> Int? { value[name]?.integer() }

    func number(_ name: String) -> Double? {
        if case .number(let text) = value[name] { Double(text) } else { nil }
    }

    func truth(_ name: String) -> Bool? { value[name]?.bool }
}
