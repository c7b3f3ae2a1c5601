import Files
import Glibc
import HookCore
import TestSupport
import Testing

/// A model proxy that commands have started.
struct StartedModelProxy {
    let dataDirectory: String

    private var logFile: String { dataDirectory + "/model/v1/proxy.log" }

    /// The lines that it has logged.
    var log: [Substring] { (Files.read(logFile) ?? "").split(separator: "\n") }

    /// Waits until it has logged one more line with a text.
    /// - Throws: after 30 seconds.
    func awaitLog(_ text: String, reason: String) throws {
        let former = log.count { $0.contains(text) }
        for _ in 0..<1_500 {
            if log.count(where: { $0.contains(text) }) > former { return }
            usleep(20_000)
        }
        throw FixtureError("\(reason): \(log)")
    }

    /// Kills it.
    func kill() throws {
        let processes = processes
        #expect(processes.count == 1)
        for pid in processes { Glibc.kill(pid, SIGKILL) }
    }

    /// What others can read of it: its command line, its environment, and what it has written.
    func everythingToRead() throws -> String {
        let pid = try #require(processes.first)
        return ["/proc/\(pid)/cmdline", "/proc/\(pid)/environ", logFile].map(Self.text).joined()
    }

    private var processes: [Int32] {
        DirectoryNames.list("/proc").compactMap { Int32($0) }.filter { pid in
            Self.text("/proc/\(pid)/cmdline").hasSuffix("parallel-cc-sandbox\0proxy\0")
                && Self.text("/proc/\(pid)/environ").contains(dataDirectory + "\0")
        }
    }

    private static func text(_ path: String) -> String {
        FileBytes.read(path, limit: 1 << 20).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
