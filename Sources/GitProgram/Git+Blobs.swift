internal import Exec
package import HookCore

extension Git {
    /// Returns the contents of blobs by id. One call of git reads all of them.
    /// - Parameters:
    ///   - maxBytes: the size limit in bytes. Larger blobs are left out.
    ///   - areComplete: whether all blobs must exist. If not, missing ones are left out.
    /// - Throws: `.gitFailed` when a blob is missing that must exist.
    package func blobs(
        _ ids: Set<String>, maxBytes: Int, areComplete: Bool = true
    ) throws(ParallelError) -> [String: [UInt8]] {
        if ids.isEmpty { return [:] }
        let arguments = ["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"]
        let checked = try run(arguments, input: Self.lines(ids.sorted()))
        var wanted: [String] = []
        for line in checked.text.split(separator: "\n") {
            let columns = line.split(separator: " ").map(String.init)
            if !areComplete, columns.last == "missing" { continue }
            guard columns.count == 3, let size = Int(columns[2]) else { throw failure(arguments, result: checked) }
            if columns[1] == "blob" && size <= maxBytes { wanted.append(columns[0]) }
        }
        if wanted.isEmpty { return [:] }
        let answer = try run(["cat-file", "--batch", "--buffer"], input: Self.lines(wanted))
        guard let blobs = Self.split(answer.output) else { throw failure(["cat-file"], result: answer) }
        return blobs
    }

    private static func lines(_ ids: [String]) -> [UInt8] { ids.flatMap { Array($0.utf8) + [0x0A] } }

    /// Splits git's answer: `<id> blob <size>\n<content>\n` for each blob.
    private static func split(_ bytes: [UInt8]) -> [String: [UInt8]]? {
        var found: [String: [UInt8]] = [:]
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: 0x0A) else { return nil }
            let columns = rest[..<end].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard columns.count == 3, let size = Int(columns[2]), rest.endIndex - end - 1 > size else { return nil }
            found[columns[0]] = Array(rest[(end + 1)..<(end + 1 + size)])
            rest = rest[(end + 2 + size)...]
        }
        return found
    }

    /// Stores bytes as a blob without conversion, and returns its id.
    package func storeBlob(_ bytes: [UInt8]) throws(ParallelError) -> String {
        try line(["hash-object", "-w", "--stdin"], input: bytes)
    }

    /// Returns the id that bytes have as a blob; nothing is stored.
    package func blobID(_ bytes: [UInt8]) throws(ParallelError) -> String {
        try line(["hash-object", "--stdin"], input: bytes)
    }

    /// Returns the id of the empty tree, which depends on the repository's hash. Every repository knows the tree;
    /// nothing is stored.
    package func emptyTreeID() throws(ParallelError) -> String {
        try line(["hash-object", "-t", "tree", "--stdin"], input: [])
    }

    /// Returns a blob as git would check it out at a path, with line ends and filters applied.
    package func checkedOut(_ id: String, at path: String) throws(ParallelError) -> [UInt8] {
        try run(["cat-file", "--filters", "--path=\(path)", id]).output
    }
}
