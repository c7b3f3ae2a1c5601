internal import HTTPClient

/// Which fields go through the proxy.
enum HeaderRules {
    /// The fields that belong to one connection (RFC 9110, 7.6.1).
    private static let ofConnection: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
    /// The client's fields that are the proxy's business: lengths are libcurl's, a client's credential is a
    /// placeholder, and the tokens of an answer can be counted only where it is not compressed.
    private static let replaced: Set<String> = [
        "host", "content-length", "accept-encoding", "expect", "authorization", "x-api-key", "cookie",
    ]
    /// The answer's fields that are not the client's: a cookie knows the host.
    private static let withheld: Set<String> = ["content-length", "set-cookie"]

    /// Returns the fields of a request for the model API.
    static func outgoing(_ head: RequestHead, credential: ModelCredential) -> [(name: String, value: String)] {
        let own = credential.fields.map { (name: $0.name, value: $0.value.reveal()) }
        let taken = replaced.union(own.map { $0.name.lowercased() }).union(head.words(of: "connection"))
        var fields = head.fields.filter { !ofConnection.contains($0.name) && !taken.contains($0.name) }
            .map { (name: $0.name, value: $0.value) }
        if let beta = credential.beta { add(beta, to: &fields) }
        return fields + own + [("accept-encoding", "identity")]
    }

    /// Returns the fields of an answer for the client.
    static func incoming(_ response: HTTPResponse) -> [(name: String, value: String)] {
        let listed = (response.headers["connection"] ?? "").lowercased().split(separator: ",")
            .map { String($0.filter { $0 != " " }) }
        let dropped = ofConnection.union(withheld).union(listed)
        return response.headers.filter { !dropped.contains($0.key) }.sorted { $0.key < $1.key }
            .map { (name: $0.key, value: $0.value) }
    }

    /// Adds a name to the list of the API's betas, which the client may have begun.
    private static func add(_ beta: String, to fields: inout [(name: String, value: String)]) {
        let place = fields.firstIndex { $0.name == "anthropic-beta" }
        guard let place else { return fields.append(("anthropic-beta", beta)) }
        guard !fields[place].value.contains(beta) else { return }
        fields[place].value = "\(beta),\(fields[place].value)"
    }
}
