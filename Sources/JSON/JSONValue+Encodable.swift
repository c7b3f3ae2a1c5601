/// Lets a value stand inside a document that an `Encoder` writes. Encoders may change the order of keys.
extension JSONValue: Encodable {
    /// Encodes the value as the type that it has in JSON. Numbers are encoded as integers where they fit, else as
    /// `Double`.
    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .null: try Self.encodeSingle(to: encoder) { try $0.encodeNil() }
        case .bool(let value): try Self.encodeSingle(to: encoder) { try $0.encode(value) }
        case .string(let value): try Self.encodeSingle(to: encoder) { try $0.encode(value) }
        case .number(let text): try Self.encodeSingle(to: encoder) { try Self.encode(number: text, into: &$0) }
        case .array(let elements): try elements.encode(to: encoder)
        case .object(let members):
            var container = encoder.container(keyedBy: MemberKey.self)
            for member in members { try container.encode(member.value, forKey: MemberKey(stringValue: member.key)) }
        }
    }

    private struct MemberKey: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    private static func encodeSingle(
        to encoder: any Encoder, body: (inout any SingleValueEncodingContainer) throws -> Void
    ) throws {
        var container = encoder.singleValueContainer()
        try body(&container)
    }

    private static func encode(number text: String, into container: inout any SingleValueEncodingContainer) throws {
        if let whole = Int64(text) {
            try container.encode(whole)
        } else if let large = UInt64(text) {
            try container.encode(large)
        } else {
            try container.encode(Double(text) ?? 0)
        }
    }
}
