/// One field of a head.
struct HeaderField: Equatable {
    /// The name in lower case.
    let name: String
    let value: String

    /// Reads a line `Name: value`, without its end.
    init(_ line: ArraySlice<UInt8>) throws(APIError) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { throw .malformed("a field without a colon") }
        let name = line[..<colon]
        guard !name.isEmpty, name.allSatisfy(Self.isTokenByte) else { throw .malformed("a field with a wrong name") }
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        var value = line[(colon + 1)...].drop(while: isSpace)
        while let last = value.last, isSpace(last) { value.removeLast() }
        guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw .malformed("a field with a control character")
        }
        self.name = String(decoding: name, as: UTF8.self).lowercased()
        self.value = String(decoding: value, as: UTF8.self)
    }

    /// Whether a byte may stand in a method or in the name of a field.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
