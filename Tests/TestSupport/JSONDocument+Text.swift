package import JSON
internal import Testing

extension JSONDocument {
    package init(text: String) throws {
        try self.init(Array(text.utf8), name: "test.json")
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension JSONValue {
    package static func parse(_ text: String) throws -> JSONValue {
        try #require(try JSONDocument(text: text).value())
    }
}
