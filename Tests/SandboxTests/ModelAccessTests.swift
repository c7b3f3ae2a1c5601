import Exec
import JSON
import TestSupport
import Testing

/// The model proxy as a process of its own, on a real dockerd: it outlives the command that has started it, and another
/// takes its place when it dies.
@Suite(.enabled(if: PrivateDockerd.isPossible, SandboxFixture.isMissing), .timeLimit(.minutes(5)))
struct ModelAccessTests {
    /// Asks for the model again and again. Nobody answers at the address of the API, so the proxy logs each request of
    /// a task that it knows with 502.
    private static let asking = """
        while :; do
            curl -s -o /dev/null -d '{}' -H "Authorization: Bearer $ANTHROPIC_AUTH_TOKEN" \\
                --unix-socket "$ANTHROPIC_UNIX_SOCKET" http://model.invalid/v1/messages || :
            sleep 1
        done
        """
    private static let reached = "POST /v1/messages: 502: "

    private let fixture: SandboxFixture

    init() throws {
        fixture = try SandboxFixture(claude: Self.asking, variables: ["ANTHROPIC_BASE_URL": "http://127.0.0.1:9"])
    }

    private func start() throws -> ChildProcess {
        let child = try fixture.start(until: "s1")
        try fixture.modelProxy.awaitLog(Self.reached, reason: "the task never reached the model")
        return child
    }

    private func id() throws -> String { try #require(try fixture.task()["sessionId"]?.string) }

    private func end(_ child: ChildProcess) throws {
        child.signalGroup(9)
        #expect(fixture.end(of: child) != nil)
    }

    @Test func `a task whose run was killed still reaches the model, and when it is resumed, too`() throws {
        let child = try start()
        let id = try id()
        #expect(fixture.modelProxy.log.last?.contains(" task \(id), ") == true)
        try end(child)
        try fixture.modelProxy.awaitLog(Self.reached, reason: "without its command")
        // Now nobody tells the next proxy of the task, before somebody goes on with it.
        try fixture.modelProxy.kill()
        let resumed = try fixture.start(["resume", id])
        try fixture.modelProxy.awaitLog(Self.reached, reason: "after it was resumed")
        #expect(try fixture.task()["status"]?.string == "running")
        _ = try fixture.sandbox(["kill", id])
        #expect(fixture.end(of: resumed) != nil)
        #expect(try fixture.task()["status"]?.string == "cancelled")
    }

    @Test func `a proxy that was killed has a successor, and the task goes on`() throws {
        let child = try start()
        for _ in 0..<2 {
            try fixture.modelProxy.kill()
            try fixture.modelProxy.awaitLog(Self.reached, reason: "after the kill")
        }
        #expect(child.wait(milliseconds: 0) == nil)
        #expect(try fixture.task()["status"]?.string == "running")
        #expect(!fixture.modelProxy.log.contains { $0.contains("401") })
        _ = try fixture.sandbox(["kill", try id()])
        #expect(fixture.end(of: child) != nil)
    }

    @Test func `the proxy is given neither key nor token by its command line or environment, nor writes them`() throws {
        let child = try start()
        let known = try fixture.modelProxy.everythingToRead()
        #expect(known.contains("parallel-cc-sandbox"))
        #expect(!known.contains("sk-ant"))
        #expect(!known.contains("Bearer"))
        _ = try fixture.sandbox(["kill", try id()])
        #expect(fixture.end(of: child) != nil)
    }
}
