/// A part of a bundle, or the reason why it is missing: a fault of one part does not silence the others.
enum BundlePart<Value: Encodable>: Encodable {
    case told(Value)
    case unavailable(String)

    private struct Reason: Encodable {
        let unavailable: String
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .told(let value): try value.encode(to: encoder)
        case .unavailable(let reason): try Reason(unavailable: reason).encode(to: encoder)
        }
    }
}
