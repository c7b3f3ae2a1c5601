/// A value of a JSON text, known by its position. Scalars are decoded only when they are needed.
struct JSONNode: Sendable {
    enum Shape: Sendable {
        case null
        case bool(Bool)
        case number
        case string
        case array([JSONNode])
        case object([Member])
    }

    /// A member of an object: the range of its quoted key, and its value.
    struct Member: Sendable {
        let key: Range<Int>
        let value: JSONNode
    }

    /// The bytes of the value, with quotes and brackets, without the whitespace around it.
    let range: Range<Int>
    let shape: Shape

    /// The ranges of the children between the commas of a container; empty for scalars.
    var childRanges: [Range<Int>] {
        switch shape {
        case .array(let elements): elements.map(\.range)
        case .object(let members): members.map { $0.key.lowerBound..<$0.value.range.upperBound }
        default: []
        }
    }

    /// Whether this is an empty object or array.
    var isEmptyContainer: Bool {
        switch shape {
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }

    /// Returns the value in memory.
    func value(in bytes: [UInt8]) -> JSONValue {
        switch shape {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number: .number(String(decoding: bytes[range], as: UTF8.self))
        case .string: .string(JSONStringLiteral.decode(bytes[range]))
        case .array(let elements): .array(elements.map { $0.value(in: bytes) })
        case .object(let members):
            .object(members.map { .init(JSONStringLiteral.decode(bytes[$0.key]), value: $0.value.value(in: bytes)) })
        }
    }

    /// Returns the child that `step` leads to, with its position among the children. Of equal keys it is the last.
    func child(_ step: JSONStep, in bytes: [UInt8]) -> (index: Int, node: JSONNode)? {
        switch (step, shape) {
        case (.index(let index), .array(let elements)) where elements.indices.contains(index):
            return (index, elements[index])
        case (.key(let key), .object(let members)):
            // By bytes: two spellings of one letter in Unicode are two keys.
            let index = members.lastIndex { JSONStringLiteral.decode(bytes[$0.key]).utf8.elementsEqual(key.utf8) }
            return index.map { ($0, members[$0].value) }
        default:
            return nil
        }
    }
}
