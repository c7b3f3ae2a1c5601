internal import HookCore

/// The environment variables that say how the model is reached.
enum ModelVariables {
    /// Those that name the folders of Claude Code's files.
    static let ofFolders: Set<String> = ["HOME", "CLAUDE_CONFIG_DIR"]
    private static let ofCertificates: Set<String> = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"]
    private static let ofProxies: Set<String> = [
        "https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    ]
    private static let ofTheAPI: Set<String> = [
        "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY",
        "CLAUDE_CODE_OAUTH_TOKEN",
    ]

    /// All of them.
    static let all = ofFolders.union(ofCertificates).union(ofProxies).union(ofTheAPI)

    /// Returns the variables with absolute paths: the proxy works in another directory.
    static func absolute(_ variables: [String: String], in directory: String) -> [String: String] {
        var variables = variables
        for name in ofFolders.union(ofCertificates) {
            guard let path = variables[name], !path.isEmpty else { continue }
            variables[name] = FilePath.absolute(path, in: directory)
        }
        return variables
    }
}
