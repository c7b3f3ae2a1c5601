/// A type that can be an argument of a statement and be read from a column.
///
/// Reading is strict: a value that the type cannot represent exactly is refused, never rounded or truncated.
/// An `enum` with raw values conforms by saying so; an unknown raw value is refused when read.
package protocol ColumnConvertible {
    /// The value as it is stored.
    var columnValue: Value { get }

    /// Reads a stored value; nil when this type cannot represent it.
    init?(columnValue: Value)
}

extension ColumnConvertible where Self: RawRepresentable, RawValue: ColumnConvertible {
    package var columnValue: Value { rawValue.columnValue }

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
    package var columnValue: Value { self }

    package init?(columnValue: Value) { self = columnValue }
}

extension String: ColumnConvertible {
    package var columnValue: Value { .text(self) }

    package init?(columnValue: Value) {
        guard case .text(let text) = columnValue else { return nil }
        self = text
    }
}

extension Int: ColumnConvertible {
    package var columnValue: Value { .integer(Int64(self)) }

    package init?(columnValue: Value) { self.init(integer: columnValue) }
}

extension Int32: ColumnConvertible {
    package var columnValue: Value { .integer(Int64(self)) }

    package init?(columnValue: Value) { self.init(integer: columnValue) }
}

extension Int64: ColumnConvertible {
    package var columnValue: Value { .integer(self) }

    package init?(columnValue: Value) { self.init(integer: columnValue) }
}

/// Stored as the signed integer with the same 64 bits, so values above `Int64.max` do not sort as numbers in SQL.
extension UInt64: ColumnConvertible {
    package var columnValue: Value { .integer(Int64(bitPattern: self)) }

    package init?(columnValue: Value) {
        guard case .integer(let integer) = columnValue else { return nil }
        self.init(bitPattern: integer)
    }
}

/// Not-a-number is stored as NULL, because SQLite has no such value.
extension Double: ColumnConvertible {
    package var columnValue: Value { isNaN ? .null : .real(self) }

    package init?(columnValue: Value) {
        switch columnValue {
        case .real(let real): self = real
        case .integer(let integer): self.init(exactly: integer)
        case .null, .text, .blob: return nil
        }
    }
}

/// Stored as 0 and 1; any other integer is refused when read.
extension Bool: ColumnConvertible {
    package var columnValue: Value { .integer(self ? 1 : 0) }

    package init?(columnValue: Value) {
        switch columnValue {
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

extension [UInt8]: ColumnConvertible {
    package var columnValue: Value { .blob(self) }

    package init?(columnValue: Value) {
        guard case .blob(let bytes) = columnValue else { return nil }
        self = bytes
    }
}

/// `nil` is NULL.
extension Optional: ColumnConvertible where Wrapped: ColumnConvertible {
    package var columnValue: Value { self?.columnValue ?? .null }

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
