internal import HookCore

/// A step down a JSON document: into a member of an object or an element of an array.
package enum JSONStep: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case key(String)
    case index(Int)

    /// The step into the member with this key.
    package init(stringLiteral value: String) { self = .key(value) }

    /// The step into the element with this index.
    package init(integerLiteral value: Int) { self = .index(value) }
}

/// The path from the root of a document to one of its values. The root's is empty.
package typealias JSONPath = [JSONStep]

extension [JSONStep] {
    /// The path as a JSON Pointer (RFC 6901), for messages and as a key.
    package var pointer: String {
        map { step in
            switch step {
            case .index(let index): "/\(index)"
            case .key(let key):
                "/" + FilePath.parts(of: key.replacing("~", with: "~0"), omittingEmpty: false).joined(separator: "~1")
            }
        }.joined()
    }
}
