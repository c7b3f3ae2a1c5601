import BackendConformance
import Glibc
import HTTPClient
import HookCore
import Sandbox
import TestSupport
import Testing

@testable import DockerBackend

/// Engines that go down and come back.
@Suite(.enabled(if: PrivateDockerd.isPossible, TestEngine.isMissing))
struct EngineDownTests {
    private func start(_ arguments: [String]) throws -> (PrivateDockerd, DockerBackend, SandboxTester) {
        let engine = try PrivateDockerd(arguments)
        try TestEngine.load(into: engine.socket)
        let backend = try DockerBackend(HTTPEndpoint(socket: engine.socket))
        return (engine, backend, SandboxTester(backend, image: TestEngine.image))
    }

    @Test(arguments: ["TERM", "KILL"])
    func `a program that an engine took down with it has no exit status of its own`(signal: String) throws {
        let (engine, backend, tester) = try start([])
        let id = try tester.start("sleep 60")
        let waiting = Background { try backend.waitForEnd(id) }
        usleep(300_000)
        try engine.end(by: signal)
        usleep(500_000)
        try engine.start()
        let status = try waiting.value()
        #expect(status.state == .ended)
        #expect(status.exitStatus == nil)
        try backend.remove(id)
    }

    @Test func `a program outlives an engine that lets it live, and its end is seen`() throws {
        let (engine, backend, tester) = try start(["--live-restore"])
        let id = try tester.start("while ! [ -e /work/go ]; do sleep 0.1; done; exit 5")
        let waiting = Background { try backend.waitForEnd(id) }
        usleep(300_000)
        try engine.end(by: "KILL")
        usleep(500_000)
        try engine.start()
        #expect(try backend.status(id)?.state == .running)
        #expect(try backend.execute(["touch", "/work/go"], in: id).exitStatus == 0)
        #expect(try waiting.value().exitStatus == 5)
        try backend.remove(id)
    }

    @Test func `an engine that stays away is an error, not an end`() throws {
        let (engine, backend, tester) = try start([])
        let id = try tester.start("sleep 60")
        let impatient = try DockerBackend(HTTPEndpoint(socket: engine.socket), absenceSeconds: 1)
        let waiting = Background { try impatient.waitForEnd(id) }
        usleep(300_000)
        try engine.end(by: "TERM")
        #expect(tester.code { _ = try waiting.value() } == .cannotConnect)
        #expect(tester.code { _ = try backend.status(id) } == .cannotConnect)
        try engine.start()
        try backend.remove(id)
    }
}
