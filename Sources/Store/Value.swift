/// A value in one of SQLite's storage classes.
package enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    /// Text in valid Unicode; it may hold NUL characters.
    case text(String)
    /// Raw bytes, also those of a TEXT column that are not valid UTF-8.
    case blob([UInt8])
}

extension Value: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByBooleanLiteral
{
    /// NULL.
    package init(nilLiteral: ()) { self = .null }

    /// An INTEGER value.
    package init(integerLiteral value: Int64) { self = .integer(value) }

    /// A REAL value.
    package init(floatLiteral value: Double) { self = .real(value) }

    /// A TEXT value.
    package init(stringLiteral value: String) { self = .text(value) }

    /// The INTEGER value 1 or 0.
    package init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
}
