import HTTPClient
import HookCore
import TestSupport
import Testing

@testable import ModelProxy

@Suite struct CredentialTests {
    private let home = TemporaryDirectory()

    private func model(_ environment: [String: String]) throws(ParallelError) -> HostModel {
        try HostModel(environment: environment.merging(["HOME": home.path]) { $1 }, directory: "/elsewhere")
    }

    private func fields(_ environment: [String: String]) throws -> [String] {
        let credential = try model(environment).credential()
        return credential.fields.map { "\($0.name): \($0.value.reveal())" } + (credential.beta.map { [$0] } ?? [])
    }

    private func login(expiresAt: Int64) throws {
        try Files.write(
            home.path + "/.claude/.credentials.json",
            #"{"claudeAiOauth":{"accessToken":"sk-oat-1","refreshToken":"sk-ort-1","expiresAt":\#(expiresAt)}}"#)
    }

    @Test func `keys, tokens and logins are found in the order of Claude Code`() throws {
        #expect(throws: ParallelError.self) { try fields([:]) }
        try Files.write(home.path + "/.claude.json", #"{"primaryApiKey":"sk-managed"}"#)
        #expect(try fields([:]) == ["x-api-key: sk-managed"])
        try login(expiresAt: .max)
        #expect(try fields([:]) == ["authorization: Bearer sk-oat-1", "oauth-2025-04-20"])
        #expect(
            try fields(["CLAUDE_CODE_OAUTH_TOKEN": "long"]) == ["authorization: Bearer long", "oauth-2025-04-20"])
        #expect(try fields(["ANTHROPIC_API_KEY": "key"]) == ["x-api-key: key"])
        #expect(
            try fields(["ANTHROPIC_API_KEY": "key", "ANTHROPIC_AUTH_TOKEN": "token"])
                == ["authorization: Bearer token", "x-api-key: key"])
    }

    @Test func `a gateway gets its own credential, and never a login`() throws {
        try login(expiresAt: .max)
        let base = ["ANTHROPIC_BASE_URL": "http://gateway:8080/anthropic/"]
        #expect(try model(base).endpoint == HTTPEndpoint(base: "http://gateway:8080/anthropic"))
        let error = #expect(throws: ParallelError.self) { try fields(base) }
        #expect(error?.code == .credentialMissing)
        #expect(
            try fields(
                base.merging(["ANTHROPIC_AUTH_TOKEN": "t", "ANTHROPIC_CUSTOM_HEADERS": "X-Team: a\nbad line\n"]) { $1 })
                == ["authorization: Bearer t", "x-team: a"])
    }

    @Test func `settings of Claude Code count, and the proxy on the way`() throws {
        try Files.write(
            home.path + "/.claude/settings.json", #"{"env":{"ANTHROPIC_BASE_URL":"https://inner","X":1}}"#)
        let model = try model([
            "ANTHROPIC_BASE_URL": "https://outer", "HTTPS_PROXY": "http://u:p@proxy", "NO_PROXY": "a",
        ])
        #expect(
            model.endpoint
                == HTTPEndpoint(base: "https://inner", proxy: .init(url: "http://u:p@proxy", exceptions: "a")))
    }

    @Test func `another process finds the same way from the variables, and gets no others`() throws {
        try Files.write(
            home.path + "/.claude/settings.json", #"{"env":{"ANTHROPIC_AUTH_TOKEN":"inner","HOME":"/x","X":"y"}}"#)
        let found = try model(["NODE_EXTRA_CA_CERTS": "ca.pem", "SECRET": "s", "ANTHROPIC_API_KEY": ""])
        #expect(
            found.variables == [
                "HOME": home.path, "NODE_EXTRA_CA_CERTS": "/elsewhere/ca.pem", "ANTHROPIC_AUTH_TOKEN": "inner",
            ])
        let other = try HostModel(variables: found.variables)
        #expect(other.endpoint == found.endpoint)
        #expect(try other.credential().fields.map { $0.value.reveal() } == ["Bearer inner"])
    }

    @Test(arguments: ["CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"])
    func `other providers are refused`(variable: String) throws {
        let error = #expect(throws: ParallelError.self) { try model([variable: "1"]) }
        #expect(error?.code == .unsupportedProvider)
        #expect(throws: Never.self) { try model([variable: "0"]) }
    }

    @Test(arguments: [
        "gateway", "ftp://x", "https://", "https://user:hidden@gateway", "https://x/?hidden", "https://x y",
    ])
    func `an address that cannot be used is refused and not shown`(address: String) throws {
        let error = try #require(throws: ParallelError.self) { try model(["ANTHROPIC_BASE_URL": address]) }
        #expect(error.code == .unsupportedProvider)
        #expect(!"\(error)".contains("hidden"))
    }

    @Test func `an expired login is answered with what to do, and noted until it is overcome`() throws {
        try login(expiresAt: 1)
        let model = try model([:])
        let error = try #require(throws: ParallelError.self) { try model.credential() }
        #expect(error.code == .credentialExpired)
        let running = try RunningProxy(credential: .failure(error))
        let answers = try (0..<2).map { _ in try running.answer(to: RunningProxy.message("{}")) }
        running.end()
        #expect(answers.first?.hasPrefix("HTTP/1.1 401 \r\n") == true)
        #expect(answers.first?.contains("x-should-retry: false\r\n") == true)
        #expect(
            answers.first?.hasSuffix(
                #"{"type":"error","error":{"type":"authentication_error","message":"Claude Code's login on this host "#
                    + #"has expired; run claude on the host once, then try again"}}"#) == true)
        #expect(running.proxy.status.credentialProblems == ["t1": error])
        #expect(running.log.count { $0.contains("run claude on the host once") } == 1)
        #expect(running.upstream.requests.isEmpty)
    }

    @Test func `a credential that the API refuses is noted`() throws {
        let running = try RunningProxy { _, client in
            client.read(until: "{}")
            client.send("HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno")
        }
        let answer = try running.answer(to: RunningProxy.message("{}", fields: "Connection: close\r\n"))
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 401 \r\n"))
        #expect(running.proxy.status.credentialProblems["t1"]?.code == .credentialRefused)
    }

    @Test func `the beta of a login stands beside the client's own`() throws {
        let running = try RunningProxy(credential: .success(.login(Secret("token")))) { _, client in
            client.read(until: "{}")
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let fields = "Connection: close\r\nanthropic-beta: one,two\r\n"
        _ = try running.answer(to: RunningProxy.message("{}", fields: fields))
        running.end()
        let request = try #require(running.upstream.requests.first)
        #expect(request.contains("anthropic-beta: oauth-2025-04-20,one,two\r\n"))
        #expect(request.contains("authorization: Bearer token\r\n"))
    }

    @Test func `no credential is shown by any way of printing, nor logged`() throws {
        let credential = ModelCredential.apiKey(Secret(RunningProxy.key))
        var text = "\(credential) \(String(reflecting: credential))"
        dump(credential, to: &text)
        let running = try RunningProxy(endpoint: HTTPEndpoint(socket: "/nowhere/x"), credential: .success(credential))
        for request in [RunningProxy.message("{}"), "GET /v1/files HTTP/1.1\r\nHost: m\r\n\r\n", "bad\r\n\r\n"] {
            text += try running.answer(to: request.replacing("Host", with: "Connection: close\r\nHost"))
        }
        running.end()
        text += "\(running.log) \(running.observations) \(running.proxy.status)"
        #expect(text.contains("502"))
        #expect(!text.contains(RunningProxy.key))
        try login(expiresAt: .max)
        var model = "\(try model(["ANTHROPIC_API_KEY": "sk-hidden"])) "
        dump(try self.model(["ANTHROPIC_API_KEY": "sk-hidden", "HTTPS_PROXY": "http://u:sk-hidden@p"]), to: &model)
        #expect(!model.contains("sk-hidden"))
    }
}
