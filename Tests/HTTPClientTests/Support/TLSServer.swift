import Exec
import Glibc
import TestSupport

/// The server of openssl with certificates made for it. It ends with the value.
final class TLSServer: Sendable {
    static let isPossible = Executables.find("openssl", searchPath: path) != nil
    private static let path = "/usr/local/bin:/usr/bin:/bin"

    let port: UInt16
    private let directory = TemporaryDirectory()
    private nonisolated(unsafe) let process: Coprocess

    init() throws {
        let script = """
            cd "$0"
            for ca in ca other; do
                openssl req -x509 -newkey rsa:2048 -nodes -keyout $ca.key -out $ca.pem -subj /CN=$ca -days 2 || exit
            done
            for name in localhost client; do
                openssl req -newkey rsa:2048 -nodes -keyout $name.key -out $name.csr -subj /CN=$name || exit
                echo "subjectAltName=DNS:$name" >ext
                openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out $name.pem -extfile ext
            done
            """
        let environment = ["PATH": Self.path]
        let made = try Spawner.run(
            Command("sh", arguments: ["-ec", script, directory.path], environment: environment))
        guard made.status == .exited(0) else { throw FixtureError(String(decoding: made.errorOutput, as: UTF8.self)) }
        // Says at which port it listens: ACCEPT 0.0.0.0:PORT.
        process = try Coprocess(
            Command(
                "openssl",
                arguments: [
                    "s_server", "-accept", "127.0.0.1:0", "-cert", "localhost.pem", "-key", "localhost.key", "-CAfile",
                    "ca.pem", "-Verify", "1", "-verify_return_error", "-www",
                ], environment: environment, directory: directory.path))
        var line = ""
        while !line.hasPrefix("ACCEPT") { line = String(decoding: try process.readLine(), as: UTF8.self) }
        guard let port = line.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw FixtureError("openssl says \(line)")
        }
        self.port = port
    }

    /// The path of a certificate (`pem`) or key.
    func file(_ name: String, kind: String) -> String { directory.appending("\(name).\(kind)") }
}
