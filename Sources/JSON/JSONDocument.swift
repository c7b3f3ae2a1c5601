package import HookCore

/// A JSON text that keeps every byte that an edit does not concern: order and spelling of keys, indentation, newlines,
/// duplicates, a byte order mark.
///
/// An empty text is a document without a root. Comments and other extensions are refused. Each edit parses the text
/// again, so edits are meant for a few changes to a file, not for thousands.
package struct JSONDocument: Sendable {
    /// The origin of the text for messages, most often a path.
    package let name: String
    /// The whole text in the form in which it would be written back.
    package internal(set) var bytes: [UInt8]
    var root: JSONNode?
    /// The position at which the JSON begins: after the byte order mark, if there is one.
    var start: Int { bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0 }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Parses `bytes`.
    /// - Throws: `.invalidJSON`, with line and column, when they are not JSON.
    package init(_ bytes: [UInt8], name: String) throws(ParallelError) {
        self.name = name
        self.bytes = bytes
        try parse()
    }

    /// Whether the text consists of whitespace.
    package var isBlank: Bool { root == nil }

    /// Returns the value at `path`; `nil` when there is none.
    package func value(at path: JSONPath = []) -> JSONValue? {
        node(at: path)?.value(in: bytes)
    }

    /// Returns the text of the value at `path`, byte for byte; `nil` when there is none.
    package func source(at path: JSONPath = []) -> String? {
        node(at: path).map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    /// Whether the value at `path` is an empty object or array.
    package func isEmptyContainer(at path: JSONPath) -> Bool {
        node(at: path)?.isEmptyContainer ?? false
    }

    func node(at path: JSONPath) -> JSONNode? {
        var node = root
        for step in path { node = node?.child(step, in: bytes)?.node }
        return node
    }

    mutating func parse() throws(ParallelError) {
        do {
            root = try JSONParser.parse(bytes, from: start)
        } catch {
            let (line, column) = error.location(in: bytes)
            throw ParallelError(
                .invalidJSON, operation: "read", subject: name,
                message: "line \(line), column \(column): \(error.reason) is not valid JSON",
                hint: "correct the file by hand; it was not changed")
        }
    }
}
