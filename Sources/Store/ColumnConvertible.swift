/// A type that can be an argument of a statement and be read from a column.
///
/// Reading is strict: a value that the type cannot represent exactly is refused, never rounded or truncated. An `enum`
/// with raw values only has to declare its conformance; an unknown raw value is refused when read.
package protocol ColumnConvertible {
    /// The value in its stored form.
    var columnValue: Value { get }

    /// Reads a stored value; nil when this type cannot represent it.
    init?(columnValue: Value)
}

extension ColumnConvertible where Self: RawRepresentable, RawValue: ColumnConvertible {
    /// The stored form of the raw value.
    package var columnValue: Value { rawValue.columnValue }

    /// Reads a raw value; nil for one that is unknown.
    package init?(columnValue: Value) {
        guard let raw = RawValue(columnValue: columnValue) else { return nil }
        self.init(rawValue: raw)
    }
}

extension ColumnConvertible where Self: FixedWidthInteger {
    fileprivate init?(integer value: Value) {
        guard case .integer(let integer) = value else { return nil }
        self.init(exactly: integer)
    }
}

extension Value: ColumnConvertible {
    /// The value itself.
    package var columnValue: Value { self }

    /// Takes any value as it is.
    package init?(columnValue: Value) { self = columnValue }
}

extension String: ColumnConvertible {
    /// The text.
    package var columnValue: Value { .text(self) }

    /// Reads a TEXT value in valid UTF-8; nil for any other.
    package init?(columnValue: Value) {
        guard case .text(let text) = columnValue else { return nil }
        self = text
    }
}

extension Int: ColumnConvertible {
    /// The integer.
    package var columnValue: Value { .integer(Int64(self)) }

    /// Reads an INTEGER value; nil for any other.
    package init?(columnValue: Value) { self.init(integer: columnValue) }
}

extension Int32: ColumnConvertible {
    /// The integer.
    package var columnValue: Value { .integer(Int64(self)) }

    /// Reads an INTEGER value that fits; nil for any other.
    package init?(columnValue: Value) { self.init(integer: columnValue) }
}

extension Int64: ColumnConvertible {
    /// The integer.
    package var columnValue: Value { .integer(self) }

    /// Reads an INTEGER value; nil for any other.
    package init?(columnValue: Value) { self.init(integer: columnValue) }
}

/// Stored as the signed integer with the same 64 bits. So values above `Int64.max` do not sort as numbers in SQL.
extension UInt64: ColumnConvertible {
    /// The signed integer with the same bits.
    package var columnValue: Value { .integer(Int64(bitPattern: self)) }

    /// Reads an INTEGER value by its bits; nil for any other.
    package init?(columnValue: Value) {
        guard case .integer(let integer) = columnValue else { return nil }
        self.init(bitPattern: integer)
    }
}

/// Stores not-a-number as NULL, because SQLite has no such value.
extension Double: ColumnConvertible {
    /// The number, or NULL.
    package var columnValue: Value { isNaN ? .null : .real(self) }

    /// Reads a REAL value, or an INTEGER that a `Double` represents exactly; nil for any other.
    package init?(columnValue: Value) {
        switch columnValue {
        case .real(let real): self = real
        case .integer(let integer): self.init(exactly: integer)
        case .null, .text, .blob: return nil
        }
    }
}

/// Stored as 0 and 1. Any other integer is refused when read.
extension Bool: ColumnConvertible {
    /// The integer 0 or 1.
    package var columnValue: Value { .integer(self ? 1 : 0) }

    /// Reads the integers 0 and 1; nil for any other value.
    package init?(columnValue: Value) {
        switch columnValue {
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

extension [UInt8]: ColumnConvertible {
    /// The bytes.
    package var columnValue: Value { .blob(self) }

    /// Reads a BLOB value, also TEXT that is no valid UTF-8; nil for any other.
    package init?(columnValue: Value) {
        guard case .blob(let bytes) = columnValue else { return nil }
        self = bytes
    }
}

/// Stores `nil` as NULL.
extension Optional: ColumnConvertible where Wrapped: ColumnConvertible {
    /// The stored form of the wrapped value, or NULL.
    package var columnValue: Value { self?.columnValue ?? .null }

    /// Reads NULL as `nil`; else reads the wrapped type, and is nil where that refuses the value.
    package init?(columnValue: Value) {
        if case .null = columnValue {
            self = .none
        } else if let wrapped = Wrapped(columnValue: columnValue) {
            self = .some(wrapped)
        } else {
            return nil
        }
    }
}
