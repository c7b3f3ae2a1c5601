internal import Files
internal import HookCore
package import JSON

/// Our MCP server in the list of the user's servers.
///
/// Where claude is installed, claude itself writes the entry: it rewrites that file all the time.
package struct MCPRegistration: Sendable {
    private static let name = "parallel-cc"
    private static let path: JSONPath = ["mcpServers", .key(name)]
    private let context: InstallationContext
    private let entry: JSONValue

    /// Makes the entry for the programs of `context`.
    package init(_ context: InstallationContext) {
        self.context = context
        entry = ["command": .string(context.binDirectory + "/parallel-cc"), "args": ["mcp", "serve"]]
    }

    /// Whether Claude's state has an entry of ours, of any version.
    package func isInstalled(in document: JSONDocument) -> Bool {
        document.value(at: Self.path).map(Self.isOurs) ?? false
    }

    /// Plans the entry. Throws `foreign-setting` when another server has our name.
    func install(in draft: inout InstallDraft) throws(ParallelError) {
        let present = try document(in: draft).value(at: Self.path)
        if let present {
            guard Self.isOurs(present) else { throw foreign }
            if isCurrent(present) { return }
            // Claude would take the whole entry away first, and what somebody has added to it with it.
            if Self.hasAdditions(present) { return try renew(present, in: &draft) }
        }
        guard let claude = context.claudeProgram else { return try edit(&draft) }
        // The command add-json refuses a name that exists.
        if present != nil { draft.commands.append(removal(claude)) }
        let arguments = ["mcp", "add-json", "-s", "user", Self.name, entry.compactText]
        draft.commands.append(command(claude, arguments: arguments, because: "register the MCP server"))
    }

    /// Plans the removal; does nothing when there is no entry of ours.
    func uninstall(in draft: inout InstallDraft) throws(ParallelError) {
        guard let present = try document(in: draft).value(at: Self.path), Self.isOurs(present) else { return }
        if Self.hasAdditions(present) { try keepCopy(of: present, in: &draft) }
        guard let claude = context.claudeProgram else {
            try draft.editJSON(context.claudeStatePath, reason: "remove the MCP server") {
                (document, layouts) throws(ParallelError) in
                try document.remove(at: Self.path)
                try layouts.tidy(&document, from: ["mcpServers"])
            }
            return draft.forget(context.claudeStatePath)
        }
        draft.commands.append(removal(claude))
    }

    /// Sets our keys of an entry, and leaves the others.
    private func renew(_ present: JSONValue, in draft: inout InstallDraft) throws(ParallelError) {
        if !Self.isPlainCall(present) { try keepCopy(of: present, in: &draft) }
        try draft.editJSON(context.claudeStatePath, reason: "renew the MCP server") {
            (document, _) throws(ParallelError) in
            for member in entry.members ?? [] where present[member.key] != member.value {
                try document.set(member.value, at: Self.path + [.key(member.key)])
            }
        }
    }

    private func keepCopy(of present: JSONValue, in draft: inout InstallDraft) throws(ParallelError) {
        let servers: JSONValue = .object([.init(Self.name, value: present)])
        try draft.keepCopy(
            of: ["mcpServers": servers], named: "the MCP server \(Self.name)", beside: context.claudeStatePath)
    }

    private func edit(_ draft: inout InstallDraft) throws(ParallelError) {
        try draft.editJSON(context.claudeStatePath, reason: "register the MCP server") {
            (document, layouts) throws(ParallelError) in
            layouts.note(document, along: ["mcpServers"])
            try document.set(entry, at: Self.path)
        }
    }

    private func document(in draft: InstallDraft) throws(ParallelError) -> JSONDocument {
        try draft.document(of: context.claudeStatePath)
    }

    private func removal(_ claude: String) -> ExternalCommand {
        command(claude, arguments: ["mcp", "remove", "-s", "user", Self.name], because: "remove the MCP server")
    }

    private func command(_ claude: String, arguments: [String], because reason: String) -> ExternalCommand {
        var environment = ["HOME": context.home]
        environment["CLAUDE_CONFIG_DIR"] = context.claudeConfigDirectory
        return ExternalCommand(program: claude, arguments: arguments, environment: environment, reason: reason)
    }

    /// Whether an entry is as we would write it. Claude Code adds keys of its own, such as `type`, which are ignored.
    private func isCurrent(_ value: JSONValue) -> Bool {
        value["command"] == entry["command"] && value["args"] == entry["args"]
    }

    /// Whether an entry has more than we, or claude for us, ever wrote.
    private static func hasAdditions(_ value: JSONValue) -> Bool {
        var own: Set = ["command", "args"]
        if value["type"] == "stdio" { own.insert("type") }
        if value["env"] == .object([]) { own.insert("env") }
        return !AddedKeys.of(value, besides: own).isEmpty || !isPlainCall(value)
    }

    /// Whether it calls the server as some version of ours did, with nothing around it and no further argument.
    private static func isPlainCall(_ value: JSONValue) -> Bool {
        let arguments = (value["args"]?.elements ?? []).map(\.string)
        let program = value["command"]?.string.map(FilePath.name)
        if program == "node" { return arguments.count == 2 && arguments.last == "mcp-serve" }
        return program == name && [["mcp", "serve"], ["mcp-serve"]].contains(arguments)
    }

    private static func isOurs(_ value: JSONValue) -> Bool {
        let arguments = (value["args"]?.elements ?? []).compactMap(\.string)
        let program = value["command"]?.string.map(FilePath.name)
        return program == "parallel-cc" || arguments.last == "mcp-serve" || arguments.suffix(2) == ["mcp", "serve"]
    }

    private var foreign: ParallelError {
        ParallelError(
            .foreignSetting, operation: "register MCP server", subject: context.claudeStatePath,
            message: "another MCP server has the name \(Self.name)", hint: "claude mcp remove -s user \(Self.name)")
    }
}
