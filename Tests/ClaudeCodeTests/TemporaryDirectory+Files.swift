import Files
import Glibc
import JSON
import TestSupport
import Testing

@testable import ClaudeCode

extension TemporaryDirectory {
    /// A folder with a space and a non-ASCII letter in its name.
    static func oddlyNamed() -> TemporaryDirectory { TemporaryDirectory("claude code ü") }

    @discardableResult
    func folder(_ name: String) throws -> String {
        try #require(mkdir(appending(name), 0o755) == 0)
        return appending(name)
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try AtomicFile.write(Array(text.utf8), to: appending(name), replacing: try AtomicFile.read(appending(name)))
        return appending(name)
    }

    func read(_ name: String) throws -> String? {
        try AtomicFile.read(appending(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Every path below the folder with its content, and folders with `nil`.
    func tree() throws -> [String: [UInt8]?] {
        var tree: [String: [UInt8]?] = [:]
        try collect(path, into: &tree)
        return tree
    }

    private func collect(_ folder: String, into tree: inout [String: [UInt8]?]) throws {
        let stream = try #require(opendir(folder))
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let child = folder + "/" + name
            let isFolder = try #require(try FileFacts(ofLinkAt: child)).isFolder
            tree[child] = .some(isFolder ? nil : try AtomicFile.read(child))
            if isFolder { try collect(child, into: &tree) }
        }
    }
}
