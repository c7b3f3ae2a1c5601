/// One step down a JSON document: into a member of an object or an element of an array.
package enum JSONStep: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case key(String)
    case index(Int)

    package init(stringLiteral value: String) { self = .key(value) }

    package init(integerLiteral value: Int) { self = .index(value) }
}

/// The way from the root of a document to one of its values; empty = the root.
package typealias JSONPath = [JSONStep]

extension [JSONStep] {
    /// The path as a JSON Pointer (RFC 6901), for messages and as a key.
    package var pointer: String {
        map { step in
            switch step {
            case .index(let index): "/\(index)"
            case .key(let key): "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
            }
        }.joined()
    }
}
