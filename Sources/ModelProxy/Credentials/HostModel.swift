internal import Files
package import HTTPClient
package import HookCore
internal import JSON

/// The way to the model that Claude Code takes on this host: where the API is and what opens it.
package struct HostModel: Sendable, CustomStringConvertible, CustomReflectable {
    /// The server of the API.
    package let endpoint: HTTPEndpoint
    /// The variables that count; secrets are among them.
    let variables: [String: String]
    private let files: ClaudeFiles

    /// Reads it from the environment and from the `env` of Claude Code's settings, which is the stronger one.
    /// - Parameter directory: the one that paths in the environment begin at.
    /// - Throws: `.unsupportedProvider` where Claude Code is set up for another provider's API, or the address of the
    ///   API cannot be used.
    package init(environment: [String: String], directory: String) throws(ParallelError) {
        let own = ModelVariables.absolute(environment, in: directory)
        let settings = ModelVariables.absolute(ClaudeFiles(own).settingsVariables(), in: directory)
        let all = own.merging(settings.filter { !ModelVariables.ofFolders.contains($0.key) }) { $1 }
        for (variable, name) in Self.otherProviders where Self.isOn(all[variable]) {
            throw ParallelError(
                .unsupportedProvider, operation: "find", subject: "the model API",
                message: "\(variable) is set, and sandboxes cannot use \(name) yet",
                hint: "unset \(variable), or set ANTHROPIC_BASE_URL to a gateway")
        }
        try self.init(variables: all)
    }

    /// The way that another process has found.
    /// - Parameter variables: those of its value.
    /// - Throws: `.unsupportedProvider` where the address cannot be used.
    init(variables: [String: String]) throws(ParallelError) {
        self.variables = variables.filter { ModelVariables.all.contains($0.key) && !$0.value.isEmpty }
        files = ClaudeFiles(self.variables)
        endpoint = try APIAddress(self.variables).endpoint
    }

    /// The address; never what opens it.
    package var description: String { endpoint.description }
    /// A mirror without parts.
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Reads the credential as it is now.
    /// - Throws: `.credentialMissing`, `.credentialExpired`.
    package func credential() throws(ParallelError) -> ModelCredential {
        let custom = Self.customFields(variables["ANTHROPIC_CUSTOM_HEADERS"] ?? "")
        let found = try mainCredential()
        return ModelCredential(fields: found.fields + custom, beta: found.beta)
    }

    private func mainCredential() throws(ParallelError) -> ModelCredential {
        var fields: [(name: String, value: Secret)] = []
        if let token = variables["ANTHROPIC_AUTH_TOKEN"] {
            fields.append(("authorization", ModelCredential.bearer(Secret(token))))
        }
        if let key = variables["ANTHROPIC_API_KEY"] { fields.append(("x-api-key", Secret(key))) }
        guard fields.isEmpty else { return ModelCredential(fields: fields) }
        guard endpoint.base == APIAddress.standard else {
            throw Self.missing(
                "ANTHROPIC_BASE_URL names a gateway, and its credential is missing: a login is for Anthropic's own API",
                hint: "set ANTHROPIC_AUTH_TOKEN or ANTHROPIC_API_KEY")
        }
        if let token = variables["CLAUDE_CODE_OAUTH_TOKEN"] { return .login(Secret(token)) }
        if let token = try files.login?.token(at: WallClock.milliseconds()) { return .login(token) }
        if let key = files.managedKey() { return .apiKey(key) }
        throw Self.missing(
            "no credential for the model API is known on this host",
            hint: "run claude on the host and log in, or set ANTHROPIC_API_KEY")
    }

    private static let otherProviders = [
        ("CLAUDE_CODE_USE_BEDROCK", "Amazon Bedrock"), ("CLAUDE_CODE_USE_VERTEX", "Google Vertex AI"),
        ("CLAUDE_CODE_USE_FOUNDRY", "Microsoft Foundry"),
    ]

    private static func isOn(_ value: String?) -> Bool {
        value.map { ["1", "true", "yes", "on"].contains($0.lowercased()) } ?? false
    }

    private static func missing(_ message: String, hint: String) -> ParallelError {
        ParallelError(.credentialMissing, operation: "read", subject: "the credential", message: message, hint: hint)
    }

    /// Reads lines `Name: value`. Their values may be secrets: gateways ask for such.
    private static func customFields(_ text: String) -> [(name: String, value: Secret)] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            guard let field = try? HeaderField(Array(line.utf8)[...]), !field.value.isEmpty else { return nil }
            return (field.name, Secret(field.value))
        }
    }
}
