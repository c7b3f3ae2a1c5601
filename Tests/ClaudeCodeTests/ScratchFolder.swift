import Files
import Glibc
import JSON
import Testing

@testable import ClaudeCode

/// A folder of a test's own, with a space and a non-ASCII letter in its name; removed when the test ends.
final class ScratchFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/claude code ü.XXXXXX".utf8CString)
        _ = try #require(mkdtemp(&template))
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        nftw(path, { name, _, _, _ in remove(name) }, 16, Int32(FTW_DEPTH | FTW_PHYS))
    }

    func file(_ name: String) -> String { path + "/" + name }

    @discardableResult
    func folder(_ name: String) throws -> String {
        try #require(mkdir(file(name), 0o755) == 0)
        return file(name)
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try AtomicFile.write(Array(text.utf8), to: file(name), replacing: try AtomicFile.read(file(name)))
        return file(name)
    }

    func read(_ name: String) throws -> String? {
        try AtomicFile.read(file(name)).map { String(decoding: $0, as: UTF8.self) }
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
