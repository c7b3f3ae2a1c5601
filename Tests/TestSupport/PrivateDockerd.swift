internal import Exec
internal import Glibc
internal import Synchronization

/// A dockerd of the tests' own, by `Tests/Support/private-dockerd`. It ends when this process does, however it ends.
package final class PrivateDockerd: Sendable {
    /// The path of its socket.
    package let socket: String
    private let script: Mutex<Script>

    private struct Script: ~Copyable {
        nonisolated(unsafe) let process: Coprocess
    }

    /// The one that all tests of a process share, started when first asked for.
    package static let shared = Result { try PrivateDockerd() }
    /// Whether there can be one here.
    package static let isPossible = whyNot.isEmpty
    /// Why there can be none; empty where there can.
    package static let whyNot: String = {
        guard geteuid() == 0 else { return "a private dockerd needs root" }
        guard Executables.find("dockerd", searchPath: searchPath) != nil else { return "dockerd is not installed" }
        guard canUnshare else { return "root may not make namespaces here" }
        guard case .failure(let error) = shared else { return "" }
        return "dockerd does not run here: \(error)"
    }()

    /// False for a root that may not make namespaces.
    private static var canUnshare: Bool {
        let arguments = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "true"]
        let run = try? Spawner.run(Command("unshare", arguments: arguments, environment: ["PATH": searchPath]))
        return run?.status == .exited(0)
    }

    private static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Starts one.
    /// - Parameter arguments: more arguments of dockerd.
    package init(_ arguments: [String] = []) throws {
        // A memory file system will not do for its images, and the path of a socket is short.
        let scratch = getenv("PARALLEL_CC_TEST_SCRATCH").map { String(cString: $0) } ?? "/var/tmp"
        var template = Array("\(scratch)/pcc-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FixtureError("cannot write to \(scratch)") }
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        socket = folder + "/docker.sock"
        let file = #filePath.utf8.split(separator: 0x2F).dropLast(2).map { "/" + String(Substring($0)) }.joined()
        let process = try Coprocess(
            Command(
                file + "/Support/private-dockerd", arguments: [folder] + arguments,
                environment: ["PATH": Self.searchPath]))
        script = Mutex(Script(process: process))
        let answer = String(decoding: try process.readLine(), as: UTF8.self)
        guard answer == "ready" else { throw FixtureError("dockerd: \(answer)") }
    }

    /// Sends dockerd a signal by its name, and returns when it has ended.
    package func end(by signal: String) throws { try obey("signal \(signal)") }

    /// Starts it again.
    package func start() throws { try obey("start") }

    private func obey(_ line: String) throws {
        try script.withLock { script in
            try script.process.write(Array("\(line)\n".utf8))
            _ = try script.process.readLine()
        }
    }
}
