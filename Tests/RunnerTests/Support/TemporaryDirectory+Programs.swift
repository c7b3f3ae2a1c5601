import Glibc
import TestSupport

extension TemporaryDirectory {
    func write(_ name: String, _ text: String) throws { try write(name, bytes: Array(text.utf8)) }

    func write(_ name: String, bytes: [UInt8]) throws {
        let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw TestFailure("cannot write \(name): \(errno)") }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw TestFailure("cannot write \(name): \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// A program or script. Another process writes it: a child that another test spawns at this moment would inherit
    /// our descriptor for a moment, and a file that is open for writing cannot be executed (ETXTBSY).
    func writeExecutable(_ name: String, _ text: String) throws {
        try writeExecutable(name, bytes: Array(text.utf8))
    }

    func writeExecutable(_ name: String, bytes: [UInt8]) throws {
        try write("executable.text", bytes: bytes)
        try install("\(path)/executable.text", as: name)
    }

    /// An executable copy of a file.
    func install(_ source: String, as name: String) throws {
        let child = try ChildProcess(
            "/usr/bin/install", ["-m", "755", source, "\(path)/\(name)"], environment: [:], directory: path,
            base: path + "/install")
        guard try child.wait() == .exit(0) else { throw TestFailure("cannot install \(source): \(child.errors)") }
    }

    func makeFolder(_ name: String) throws {
        guard mkdir("\(path)/\(name)", 0o755) == 0 else { throw TestFailure("cannot make \(name): \(errno)") }
    }

    /// The text of a file, empty when there is none.
    func read(_ name: String) -> String { String(decoding: Self.bytes("\(path)/\(name)"), as: UTF8.self) }

    func exists(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }

    static func bytes(_ path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return all }
            all.append(contentsOf: buffer[..<count])
        }
    }
}

/// Why a test could not do its work.
struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
