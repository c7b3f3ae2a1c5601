/// The cell behind a property wrapper.
///
/// A reference, because the parser reaches the properties of a command through `Mirror`, which hands out copies: copies
/// of a wrapper share their box. A wrapper's setter makes a new box, so that commands keep value semantics after
/// parsing.
final class ParsedBox<Value>: ParsedState {
    private(set) var value: Value?
    private(set) var isSet = false

    init(_ value: Value?) { self.value = value }

    /// Stores what the command line said.
    func fill(_ value: Value) {
        self.value = value
        isSet = true
    }

    /// The value of a parsed command.
    ///
    /// - Precondition: the command came out of the parser, which gives a value to everything or fails.
    var required: Value {
        guard let value else {
            preconditionFailure("A required argument was read from a command that was not made by the parser.")
        }
        return value
    }
}
