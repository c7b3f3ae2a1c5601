/// An optional member of a JSON document that is written as `null` when it is missing, so that a document always has
/// all its keys.
@propertyWrapper
package struct ExplicitNull<Value: Encodable>: Encodable {
    /// The member; nil is encoded as `null`.
    package var wrappedValue: Value?

    /// Wraps a value; the property wrapper calls this.
    package init(wrappedValue: Value? = nil) { self.wrappedValue = wrappedValue }

    /// Encodes the value or `null`, as a single value.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}
