/// The head of a request.
struct RequestHead: Equatable {
    let method: String
    /// The path as it was sent, of visible ASCII characters.
    let path: String
    /// The query with its question mark; empty where there is none.
    let query: String
    let fields: [HeaderField]

    private static let mostFields = 200

    /// Reads a head.
    /// - Parameter bytes: the lines with their ends, but for the empty one at the end.
    init(_ bytes: ArraySlice<UInt8>) throws(APIError) {
        var lines = try Self.lines(of: bytes)[...]
        let words = (lines.popFirst() ?? []).split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count == 3, let method = words.first, let version = words.last else {
            throw .malformed("the first line is not that of an HTTP request")
        }
        guard !method.isEmpty, method.count <= 20, method.allSatisfy(HeaderField.isTokenByte) else {
            throw .malformed("the method is no word")
        }
        guard version.elementsEqual("HTTP/1.1".utf8) else {
            throw APIError(status: 505, message: "only HTTP/1.1 is spoken here")
        }
        let target = words[1]
        guard target.first == UInt8(ascii: "/") || method.elementsEqual("CONNECT".utf8),
            target.allSatisfy({ (0x21..<0x7F).contains($0) })
        else { throw .malformed("the target is no path") }
        guard lines.count <= Self.mostFields else { throw APIError(status: 431, message: "too many fields") }
        var fields: [HeaderField] = []
        for line in lines { fields.append(try HeaderField(line)) }
        guard fields.count(where: { $0.name == "host" }) == 1 else { throw .malformed("not one field named host") }
        let mark = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        self.method = String(decoding: method, as: UTF8.self)
        path = String(decoding: target[..<mark], as: UTF8.self)
        query = String(decoding: target[mark...], as: UTF8.self)
        self.fields = fields
    }

    /// The words of a field that is a list, in lower case.
    func words(of name: String) -> [String] {
        fields.filter { $0.name == name }.flatMap { $0.value.lowercased().split(separator: ",") }
            .map { $0.drop { $0 == " " } }.map { String($0.prefix { $0 != " " }) }
    }

    /// The token that stands for a credential; nil where there is none, or more than one.
    var token: String? {
        let found = fields.filter { $0.name == "authorization" }
        guard found.count == 1, found[0].value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(found[0].value.dropFirst("bearer ".count))
    }

    /// Whether the client may send another request on the connection.
    var keepsConnection: Bool { !words(of: "connection").contains("close") }

    private static func lines(of bytes: ArraySlice<UInt8>) throws(APIError) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard line.last == UInt8(ascii: "\r"), !line.dropLast().contains(UInt8(ascii: "\r")) else {
                if line.isEmpty, line.endIndex == bytes.endIndex { break }
                throw .malformed("a line with a wrong end")
            }
            lines.append(line.dropLast())
        }
        return lines
    }
}
