internal import Files
internal import JSON

/// Claude Code's files on this host that say how to reach the model.
struct ClaudeFiles {
    /// The folder of settings and logins; nil where the environment names none.
    private let folder: String?
    /// The path of `.claude.json`, which lies in the folder only where that was moved.
    private let state: String?

    init(_ environment: [String: String]) {
        let moved = environment["CLAUDE_CONFIG_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
        folder = moved ?? home.map { $0 + "/.claude" }
        state = (moved ?? home).map { $0 + "/.claude.json" }
    }

    var login: LoginFile? { folder.map { LoginFile(path: $0 + "/.credentials.json") } }

    /// Returns the variables that the user's settings add to the environment. A file that is no JSON has none, as for
    /// Claude Code.
    func settingsVariables() -> [String: String] {
        let members = Self.read(folder.map { $0 + "/settings.json" })?["env"]?.members ?? []
        let pairs = members.compactMap { member in member.value.string.map { (member.key, $0) } }
        return Dictionary(pairs) { $1 }
    }

    /// Returns the API key that Claude Code has made for itself at a login with the Console; nil where there is none.
    func managedKey() -> Secret? {
        Self.read(state)?["primaryApiKey"]?.string.flatMap { $0.isEmpty ? nil : Secret($0) }
    }

    private static func read(_ path: String?) -> JSONValue? {
        guard let path, let bytes = WholeFile.followed(path) else { return nil }
        return try? JSONDocument(bytes, name: path).value()
    }
}
