import BackendConformance
import Exec
import Files
import Glibc
import HTTPClient
import HookCore
import Sandbox
import TestSupport
import Testing

@testable import DockerBackend

/// A real engine with the image of the tests.
enum TestEngine {
    static let image = "pcc-test:latest"

    /// The socket of another engine to try, which is then left as it is but for the image; nil for a private dockerd.
    private static let other = getenv("PARALLEL_CC_TEST_ENGINE").map { String(cString: $0) }

    static let isPossible = other != nil || PrivateDockerd.isPossible
    /// Why there is none; for the name of a skip.
    static let isMissing = Comment(rawValue: PrivateDockerd.whyNot)

    /// The backend over the engine that all tests share.
    static func backend() throws -> DockerBackend { try DockerBackend(endpoint()) }

    static func endpoint() throws -> HTTPEndpoint { HTTPEndpoint(socket: try loaded.get()) }

    private static let loaded = Result {
        let socket = try other ?? PrivateDockerd.shared.get().socket
        try load(into: socket)
        return socket
    }

    /// Makes the image of busybox alone, without any registry.
    static func load(into socket: String) throws {
        let directory = TemporaryDirectory()
        let root = directory.appending("root")
        for folder in ["bin", "etc", "home/work", "tmp"] { try FileWriter.makeDirectory(root + "/" + folder) }
        let script = """
            cp "$(command -v busybox)" "$0/bin/busybox" && "$0/bin/busybox" --install -s "$0/bin"
            for link in "$0"/bin/*; do [ ! -L "$link" ] || ln -sfn busybox "$link"; done
            chmod 777 "$0/home/work" && chmod 1777 "$0/tmp"
            """
        let made = try Spawner.run(
            Command("sh", arguments: ["-ec", script, root], environment: ["PATH": "/bin:/usr/bin"]))
        guard made.status == .exited(0) else { throw FixtureError(String(decoding: made.errorOutput, as: UTF8.self)) }
        try EngineImage.load(root, named: "pcc-test", into: socket)
    }
}
