internal import HTTPClient
internal import HookCore

/// The address of the model API, with the proxy and the certificates on the way there.
struct APIAddress {
    /// The address of Anthropic's own API.
    static let standard = "https://api.anthropic.com"

    let endpoint: HTTPEndpoint

    /// - Parameter variables: the environment, without empty values.
    init(_ variables: [String: String]) throws(ParallelError) {
        let base = try Self.base(variables["ANTHROPIC_BASE_URL"])
        let names = base.hasPrefix("https:") ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy", "HTTP_PROXY"]
        let proxy = (names + ["all_proxy", "ALL_PROXY"]).lazy.compactMap { variables[$0] }.first.map {
            HTTPEndpoint.Proxy(url: $0, exceptions: variables["no_proxy"] ?? variables["NO_PROXY"] ?? "")
        }
        let authorities = variables["NODE_EXTRA_CA_CERTS"] ?? variables["SSL_CERT_FILE"]
        endpoint = HTTPEndpoint(
            base: base, certificates: authorities.map { .init(authorities: $0) }, proxy: proxy)
    }

    private static func base(_ text: String?) throws(ParallelError) -> String {
        guard var text else { return standard }
        while text.utf8.last == UInt8(ascii: "/") { text.removeLast() }
        let scheme = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
        let rest = text.dropFirst(scheme?.count ?? 0)
        guard let scheme, !rest.isEmpty, rest.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }),
            !rest.contains("?"), !rest.contains("#")
        else {
            throw failure("it is no address of the form https://host/path")
        }
        guard !rest.contains("@") else {
            throw failure("it holds a name or password; set ANTHROPIC_AUTH_TOKEN instead")
        }
        return scheme + rest
    }

    /// The address is not shown: it may hold a password.
    private static func failure(_ message: String) -> ParallelError {
        ParallelError(
            .unsupportedProvider, operation: "read", subject: "ANTHROPIC_BASE_URL", message: message,
            hint: "correct ANTHROPIC_BASE_URL")
    }
}
