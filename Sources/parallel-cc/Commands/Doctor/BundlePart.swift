/// What a bundle says of one thing, or why it cannot: that something is broken is no reason to say nothing.
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
