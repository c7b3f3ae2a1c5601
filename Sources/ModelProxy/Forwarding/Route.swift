/// The ways that a request can go.
enum Route: Equatable {
    /// To the model API.
    case forward
    /// Nowhere: the client asks for a service that it can do without. A refusal would make it try for 20 seconds.
    case missing
    /// Nowhere, and that is noted: no Claude Code in a sandbox asks for it.
    case refuse

    private static let forwarded: Set<String> = [
        "POST /v1/messages", "POST /v1/messages/count_tokens", "GET /v1/models",
    ]
    /// The beginnings of what Claude Code asks its own services.
    private static let services = [
        "GET /api/claude_code", "GET /api/claude_cli", "GET /api/oauth/", "GET /api/hello", "POST /api/event_logging/",
    ]

    /// The way of a request. Paths are compared as they were sent, so that no spelling leads elsewhere.
    init(method: String, path: String) {
        let request = "\(method) \(path)"
        if Self.forwarded.contains(request) {
            self = .forward
        } else if Self.services.contains(where: request.hasPrefix) {
            self = .missing
        } else {
            self = .refuse
        }
    }
}
