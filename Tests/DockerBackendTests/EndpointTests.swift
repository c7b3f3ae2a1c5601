import Files
import HTTPClient
import HookCore
import TestSupport
import Testing

@testable import DockerBackend

@Suite struct EndpointTests {
    private let directory = TemporaryDirectory()

    private func find(_ environment: [String: String] = [:]) throws -> HTTPEndpoint {
        try DockerEndpoint.find(environment: environment, home: directory.path)
    }

    private func write(_ text: String, to path: String) throws {
        try FileWriter.replace(directory.appending(path), with: Array(text.utf8), mode: 0o600)
    }

    private func error(_ environment: [String: String]) throws -> ParallelError {
        try #require(throws: ParallelError.self) { try find(environment) }
    }

    private func addContext(_ folder: String, name: String, host: String) throws {
        try write(
            #"{"Name":"\#(name)","Metadata":{},"Endpoints":{"docker":{"Host":"\#(host)","SkipTLSVerify":false}}}"#,
            to: ".docker/contexts/meta/\(folder)/meta.json")
    }

    @Test func `without any setting it is the usual socket`() throws {
        #expect(try find() == HTTPEndpoint(socket: "/var/run/docker.sock"))
        #expect(try find(["DOCKER_HOST": "", "DOCKER_CONTEXT": ""]) == HTTPEndpoint(socket: "/var/run/docker.sock"))
        try write("{\"auths\":{}}", to: ".docker/config.json")
        #expect(try find() == HTTPEndpoint(socket: "/var/run/docker.sock"))
    }

    @Test func `DOCKER_HOST names a socket or a host`() throws {
        #expect(try find(["DOCKER_HOST": "unix:///run/user/1000/docker.sock"]).socket == "/run/user/1000/docker.sock")
        #expect(try find(["DOCKER_HOST": "tcp://10.0.0.1:2375"]) == HTTPEndpoint(base: "http://10.0.0.1:2375"))
        #expect(try find(["DOCKER_HOST": "tcp://[::1]:2375/"]) == HTTPEndpoint(base: "http://[::1]:2375"))
    }

    @Test func `with DOCKER_TLS_VERIFY both sides know each other by certificates`() throws {
        let folder = directory.appending("certs")
        for name in ["ca", "cert", "key"] { try write("x", to: "certs/\(name).pem") }
        let endpoint = try find([
            "DOCKER_HOST": "tcp://10.0.0.1:2376", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": folder,
        ])
        #expect(endpoint.base == "https://10.0.0.1:2376")
        #expect(
            endpoint.certificates
                == .init(authorities: folder + "/ca.pem", certificate: folder + "/cert.pem", key: folder + "/key.pem"))
        let usual = try find(["DOCKER_HOST": "tcp://10.0.0.1:2376", "DOCKER_TLS_VERIFY": "1"])
        #expect(usual.certificates == .init(authorities: directory.appending(".docker/ca.pem")))
    }

    @Test func `the context in use names the engine, and DOCKER_HOST goes before it`() throws {
        try addContext("aa", name: "other", host: "unix:///other.sock")
        try addContext("bb", name: "far", host: "tcp://far:2376")
        try write("{\"currentContext\":\"far\"}", to: ".docker/config.json")
        #expect(try find() == HTTPEndpoint(base: "http://far:2376"))
        try write("x", to: ".docker/contexts/tls/bb/docker/ca.pem")
        let tls = directory.appending(".docker/contexts/tls/bb/docker")
        #expect(try find() == HTTPEndpoint(base: "https://far:2376", certificates: .init(authorities: tls + "/ca.pem")))
        #expect(try find(["DOCKER_CONTEXT": "other"]).socket == "/other.sock")
        #expect(try find(["DOCKER_CONTEXT": "default"]).socket == "/var/run/docker.sock")
        #expect(try find(["DOCKER_HOST": "unix:///x"]).socket == "/x")
        #expect(try find(["DOCKER_CONFIG": "/nowhere"]).socket == "/var/run/docker.sock")
    }

    @Test func `a context that is not there is named`() throws {
        try write("{\"currentContext\":\"gone\"}", to: ".docker/config.json")
        let error = try error([:])
        #expect(error.code == .contextMissing)
        #expect(error.subject == "gone")
    }

    @Test func `ssh is refused with a way to do it`() throws {
        let error = try error(["DOCKER_HOST": "ssh://me@host"])
        #expect(error.code == .endpointUnusable)
        #expect(error.hint?.contains("ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock me@host") == true)
    }

    @Test(arguments: ["npipe:////./pipe/docker_engine", "relative", "unix://docker.sock", "fd://"])
    func `other addresses are refused`(host: String) throws {
        #expect(try error(["DOCKER_HOST": host]).code == .endpointUnusable)
    }

    @Test func `a path that the kernel would not take is refused`() throws {
        let path = "/" + String(repeating: "x", count: 107)
        #expect(try error(["DOCKER_HOST": "unix://" + path]).message.contains("107 bytes"))
    }
}
