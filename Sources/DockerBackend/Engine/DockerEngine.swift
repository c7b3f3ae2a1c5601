package import HTTPClient
package import HookCore
package import JSON

/// A container engine that speaks Docker's Engine API (<https://docs.docker.com/reference/api/engine/>): dockerd, or
/// podman's service. The version of the API is the newest that both sides know.
package struct DockerEngine: Sendable {
    /// A version of the API, as `1.41`.
    package struct Version: Comparable, CustomStringConvertible, Sendable {
        let major: Int
        let minor: Int

        /// A version; nil where the text is none.
        init?(_ text: String) {
            let parts = text.split(separator: ".").map { Int($0) }
            guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return nil }
            (self.major, self.minor) = (major, minor)
        }

        private init(_ major: Int, _ minor: Int) { (self.major, self.minor) = (major, minor) }

        /// What dockerd 20.10 speaks. Older ones are not tried.
        static let oldest = Version(1, 41)
        /// What dockerd 28 speaks.
        static let newest = Version(1, 51)

        package static func < (one: Version, other: Version) -> Bool {
            (one.major, one.minor) < (other.major, other.minor)
        }

        package var description: String { "\(major).\(minor)" }
    }

    /// The version in use.
    package let version: Version
    /// The engine's own name and version, as `Docker/20.10.24 (linux)`.
    package let server: String
    private let client: HTTPClient

    /// Whether it is podman, which differs here and there.
    var isPodman: Bool { server.hasPrefix("Libpod") }

    /// The address, for messages.
    package var address: String { client.endpoint.description }

    /// Asks the engine for its version.
    /// - Throws: `.cannotConnect`, `.connectionLost`, `.engineTooOld`, `.engineFailed`.
    package init(
        _ endpoint: HTTPEndpoint, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(ParallelError) {
        client = HTTPClient(endpoint, isCancelled: isCancelled)
        let (response, content) = try client.send(HTTPRequest(.get, "/_ping", seconds: 10))
        guard response.isSuccess, let version = response.headers["api-version"].flatMap(Version.init) else {
            throw ParallelError(
                .engineFailed, operation: "connect", subject: endpoint.description,
                message: "it is no container engine",
                cause: "\(response.status) " + String(decoding: content.prefix(200), as: UTF8.self))
        }
        guard version >= .oldest else {
            throw ParallelError(
                .engineTooOld, operation: "connect", subject: endpoint.description,
                message: "it speaks version \(version) of the Engine API; \(Version.oldest) is needed",
                hint: "install Docker 20.10 or newer")
        }
        self.version = min(version, .newest)
        server = response.headers["server"] ?? "an engine"
    }

    private init(_ client: HTTPClient, version: Version, server: String) {
        (self.client, self.version, self.server) = (client, version, server)
    }

    /// Returns the same engine, whose calls are cancelled for one more reason.
    func cancelled(also reason: @escaping @Sendable () -> Bool) -> DockerEngine {
        DockerEngine(client.cancelled(also: reason), version: version, server: server)
    }

    /// Calls the engine.
    /// - Parameters:
    ///   - path: the path below the version, its variable parts encoded by `encoded`.
    ///   - query: names and values, not encoded.
    /// - Returns: the JSON of the answer; nil for an empty one.
    /// - Throws: `.engineNotFound`, `.engineConflict`, `.engineFailed` by status; what the connection throws.
    package func call(
        _ method: HTTPRequest.Method, _ path: String, query: [(String, String)] = [], body: JSONValue? = nil,
        seconds: Int? = 60
    ) throws(ParallelError) -> JSONValue? {
        var request = HTTPRequest(method, target(path, query: query), seconds: seconds)
        if let body {
            request.headers = [("Content-Type", "application/json")]
            request.body = .bytes(Array(body.compactText.utf8))
        }
        return try call(request, name: path)
    }

    /// Sends a request that has a body of its own.
    func call(_ request: HTTPRequest, name: String) throws(ParallelError) -> JSONValue? {
        let (response, content) = try client.send(request)
        guard response.isSuccess || response.status == 304 else { throw failure(request, response, content) }
        return content.isEmpty ? nil : try JSONDocument(content, name: "answer of \(name)").value()
    }

    /// Calls the engine and hands over the content of a successful answer as it comes.
    /// - Parameter begin: called when the engine has begun a successful answer.
    package func stream(
        _ request: HTTPRequest, begin: () throws(ParallelError) -> Void = {},
        receive: (UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        var refusal: [UInt8] = []
        let response = try client.send(request) { (response) throws(ParallelError) in
            if response.isSuccess { try begin() }
        } receive: { (response, piece) throws(ParallelError) in
            if response.isSuccess { return try receive(piece) }
            if refusal.count < 1 << 16 { refusal += piece }
        }
        guard response.isSuccess else { throw failure(request, response, refusal) }
    }

    /// Returns the target of a request.
    package func target(_ path: String, query: [(String, String)] = []) -> String {
        let pairs = query.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        return "/v\(version)\(path)" + (pairs.isEmpty ? "" : "?\(pairs)")
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986.
    package static func encoded(_ text: String) -> String {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        return text.utf8.map { byte in
            if unreserved.contains(byte) { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
        }.joined()
    }

    private func failure(_ request: HTTPRequest, _ response: HTTPResponse, _ content: [UInt8]) -> ParallelError {
        let message = (try? JSONDocument(content, name: "answer").value())?["message"]?.string
        let code: ParallelError.Code =
            switch response.status {
            case 404: .engineNotFound
            case 409: .engineConflict
            default: .engineFailed
            }
        return ParallelError(
            code, operation: request.method.rawValue, subject: request.target,
            message: "the engine answers with \(response.status)",
            cause: message ?? String(decoding: content.prefix(500), as: UTF8.self))
    }

    func unexpected(_ operation: String, subject: String) -> ParallelError {
        ParallelError(
            .engineFailed, operation: operation, subject: subject, message: "the engine's answer is not understood")
    }
}
