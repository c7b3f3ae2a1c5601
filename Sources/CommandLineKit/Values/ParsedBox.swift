/// The cell behind a property wrapper.
///
/// The type is a class, because the parser reaches the properties of a command through `Mirror`, which gives copies:
/// copies of a wrapper share their box. A wrapper's setter makes a new box, so that commands keep value semantics after
/// parsing.
final class ParsedBox<Value>: ParsedState {
    private(set) var value: Value?
    private(set) var isSet = false

    init(_ value: Value?) { self.value = value }

    /// Stores the value of the command line.
    func fill(_ value: Value) {
        self.value = value
        isSet = true
    }

    /// The value of a parsed command.
    ///
    /// - Precondition: the command was made by the parser, which gives a value to every argument or fails.
    var required: Value {
        guard let value else {
            preconditionFailure("A required argument was read from a command that was not made by the parser.")
        }
        return value
    }
}
