import Glibc
import HTTPClient
import HookCore
import JSON
import Testing

@testable import DockerBackend

/// Against a real engine.
@Suite(.enabled(if: getenv("PARALLEL_CC_TEST_DOCKER") != nil))
struct EngineTests {
    private let engine: DockerEngine

    init() throws {
        engine = try DockerEngine(HTTPEndpoint(socket: String(cString: getenv("PARALLEL_CC_TEST_DOCKER"))))
    }

    @Test func `a container runs, and says how it ended and what it printed`() throws {
        let id = try engine.createContainer(
            "trial-\(getpid())",
            specification: [
                "Image": "busybox", "Cmd": ["sh", "-c", "echo out; echo err >&2; exit 7"],
                "HostConfig": ["NetworkMode": "none"],
            ])
        #expect(try engine.containerState(id).hasStarted == false)
        let status = try engine.waitForNextExit(id) { () throws(ParallelError) in try engine.startContainer(id) }
        #expect(status == 7)
        let log = try engine.log(of: id)
        #expect(log.output == Array("out\n".utf8))
        #expect(log.errors == Array("err\n".utf8))
        try engine.removeContainer(id)
        let gone = #expect(throws: ParallelError.self) { try engine.containerState(id) }
        #expect(gone?.code == .engineNotFound)
    }
}
