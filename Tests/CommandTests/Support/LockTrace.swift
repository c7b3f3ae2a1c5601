import Exec
import Glibc
import TestSupport

/// What strace saw programs do with the files of databases.
///
/// POSIX locks belong to a process, not to a descriptor: closing any descriptor of a file lets go of all locks that the
/// process has on it (<https://www.sqlite.org/howtocorrupt.html>, section 2.2). SQLite takes care of its own
/// descriptors.
struct LockTrace {
    static let program = Executables.find("strace", searchPath: "/usr/bin:/bin")

    /// Whether programs can be traced here.
    static let isPossible: Bool = {
        guard let program else { return false }
        let call = Command(program, arguments: ["-o", "/dev/null", "/bin/true"], environment: [:])
        return (try? Spawner.run(call))?.status.isSuccess == true
    }()

    private let folder: String
    private var commands: [String] = []

    /// - Parameter folder: where to write down what is seen.
    init(in folder: String) { self.folder = folder }

    /// The arguments of strace to run a program, traced with all its children.
    mutating func arguments(_ program: String, _ arguments: [String]) -> [String] {
        commands.append(([program] + arguments).joined(separator: " "))
        let traced = "trace=openat,close,fcntl,clone,clone3"
        return ["-f", "-y", "-s", "4096", "-e", traced, "-o", folder + "/trace-\(commands.count)", program] + arguments
    }

    /// The closings of a descriptor by which a process let go of locks: the command, and the call as strace tells it.
    var losses: [String] {
        commands.enumerated().flatMap { index, command in
            Self.losses(Files.read(folder + "/trace-\(index + 1)") ?? "").map { "\(command): \($0)" }
        }
    }

    private static func losses(_ text: String) -> [String] {
        var files: [File: Held] = [:]
        let calls = calls(text)
        let threads = threads(calls)
        return calls.filter { call in
            guard let path = path(call.text), call.succeeded else { return false }
            var process = call.process
            while let parent = threads[process] { process = parent }
            return files[File(process: process, path: path), default: Held()].note(call.text)
        }.map(\.text)
    }

    private struct File: Hashable {
        let process: Int
        let path: String
    }

    private struct Call {
        let process: Int
        let text: String

        var succeeded: Bool { !text.contains(" = -1 ") }
    }

    /// What one process has of one file.
    private struct Held {
        var descriptors = 0
        /// The first bytes of the ranges that are locked.
        var locks: Set<Int> = []

        /// - Returns: whether the call has let go of locks that somebody still counts on.
        mutating func note(_ call: String) -> Bool {
            if call.hasPrefix("openat(") { descriptors += 1 }
            if call.hasPrefix("fcntl("), call.contains("F_SETLK") { lock(call) }
            guard call.hasPrefix("close(") else { return false }
            descriptors -= 1
            defer { locks = [] }
            return descriptors > 0 && !locks.isEmpty
        }

        private mutating func lock(_ call: String) {
            guard let start = LockTrace.number(after: "l_start=", call),
                let length = LockTrace.number(after: "l_len=", call)
            else { return }
            if call.contains("F_UNLCK") {
                locks = locks.filter { $0 < start || (length > 0 && $0 >= start + length) }
            } else {
                locks.insert(start)
            }
        }
    }

    /// Every call in one piece, in the order in which they ended.
    private static func calls(_ text: String) -> [Call] {
        var begun: [Int: Substring] = [:]
        return text.split(separator: "\n").compactMap { line in
            guard let space = line.firstIndex(of: " "), let process = Int(line[..<space]) else { return nil }
            var call = line[space...].drop { $0 == " " }
            if call.hasSuffix("<unfinished ...>") {
                begun[process] = call.dropLast("<unfinished ...>".count)
                return nil
            }
            if call.hasPrefix("<... "), let rest = call.firstRange(of: " resumed>") {
                call = (begun.removeValue(forKey: process) ?? "") + call[rest.upperBound...]
            }
            return Call(process: process, text: String(call))
        }
    }

    /// The thread that started each thread.
    private static func threads(_ calls: [Call]) -> [Int: Int] {
        let started = calls.filter { $0.text.hasPrefix("clone") && $0.text.contains("CLONE_THREAD") }
        let pairs = started.compactMap { call in
            call.text.split(separator: " ").last.flatMap { Int($0) }.map { ($0, call.process) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The file of a database that a call is about; not its log, on which there are no locks.
    private static func path(_ call: String) -> String? {
        guard let end = call.lastIndex(of: ">"), let start = call[..<end].lastIndex(of: "<") else { return nil }
        let path = call[call.index(after: start)..<end]
        return path.hasSuffix("/coordinator.db") || path.hasSuffix("/coordinator.db-shm") ? String(path) : nil
    }

    private static func number(after name: String, _ call: String) -> Int? {
        call.firstRange(of: name).flatMap { Int(call[$0.upperBound...].prefix(while: \.isNumber)) }
    }
}
