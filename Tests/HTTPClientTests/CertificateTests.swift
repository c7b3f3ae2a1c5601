import Glibc
import HookCore
import Synchronization
import TestSupport
import Testing

@testable import HTTPClient

/// Against the server of openssl, which asks its clients for a certificate.
@Suite(.enabled(if: TLSServer.isPossible, "openssl is not installed"))
struct CertificateTests {
    private let server: TLSServer

    init() throws { server = try TLSServer() }

    private func send(authorities: String, client: String?) throws -> Int {
        let certificates = HTTPEndpoint.Certificates(
            authorities: server.file(authorities, kind: "pem"),
            certificate: client.map { server.file($0, kind: "pem") },
            key: client.map { server.file($0, kind: "key") })
        let endpoint = HTTPEndpoint(base: "https://localhost:\(server.port)", certificates: certificates)
        return try HTTPClient(endpoint).send(HTTPRequest(.get, "/", seconds: 10)).response.status
    }

    @Test func `both sides know each other by their certificates`() throws {
        #expect(try send(authorities: "ca", client: "client") == 200)
    }

    @Test func `a server that another authority has signed is not trusted`() throws {
        let error = #expect(throws: ParallelError.self) { try send(authorities: "other", client: "client") }
        #expect(error?.code == .cannotConnect)
    }

    @Test func `a client without a certificate is refused`() throws {
        #expect(throws: ParallelError.self) { try send(authorities: "ca", client: nil) }
    }

    @Test func `a certificate that is not there is named`() throws {
        let error = #expect(throws: ParallelError.self) { try send(authorities: "missing", client: nil) }
        #expect(error?.code == .cannotConnect)
    }
}
