import ClaudeCode
import Exec
import JSON
import Testing

/// What a command printed, and how it ended.
struct Answer {
    let status: Int32
    let text: String
    let errors: String

    init(_ result: CommandResult) {
        status = result.status.shellCode
        text = result.text
        errors = result.errorText
    }

    var lines: [String] { text.split(separator: "\n").map(String.init) }

    /// Standard output as exactly one JSON document.
    func json(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
        let value = try? JSONDocument(Array(text.utf8), name: "answer").value()
        return try #require(value, "no single JSON document: \(text) \(errors)", sourceLocation: sourceLocation)
    }
}

extension JSONValue {
    /// The names of an object's members, sorted.
    var keys: [String] { (members ?? []).map(\.key).sorted() }

    /// The value at the end of a way down.
    func at(_ keys: String...) -> JSONValue? {
        keys.reduce(self as JSONValue?) { value, key in
            Int(key).flatMap { index in
                value?.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            } ?? value?[key]
        }
    }
}
