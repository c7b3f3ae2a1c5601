internal import JSON

/// An error in the form of the model API, which the client understands. The proxy answers with it itself.
struct APIError: Error, Equatable {
    let status: Int
    /// A sentence for the user. It holds no secret and nothing about the host.
    let message: String
    /// Whether to try again can help.
    var isWorthRetrying = false

    /// The API's names for its errors, by status. Others below 500 are `invalid_request_error`, above it `api_error`.
    private static let kinds: [Int: String] = [
        400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
        413: "request_too_large", 504: "timeout_error", 529: "overloaded_error",
    ]

    /// A request that breaks the rules of HTTP.
    static func malformed(_ message: String) -> APIError { APIError(status: 400, message: message) }

    /// The content of the answer.
    var content: [UInt8] {
        let kind = Self.kinds[status] ?? (status < 500 ? "invalid_request_error" : "api_error")
        let error: JSONValue = ["type": .string(kind), "message": .string(message)]
        let document: JSONValue = ["type": "error", "error": error]
        return Array(document.compactText.utf8)
    }

    /// The fields of the answer. The API's clients ask again by themselves unless told not to.
    var fields: [(name: String, value: String)] {
        [("content-type", "application/json"), ("x-should-retry", isWorthRetrying ? "true" : "false")]
    }
}
