/// A command line that cannot be understood.
package struct UsageError: Error, Equatable, CustomStringConvertible {
    /// The kinds of mistakes.
    package enum Kind: String, Sendable {
        case unknownOption, unknownCommand, missingCommand, missingValue, unexpectedValue, invalidValue
        case missingArgument, unexpectedArgument, validation
    }

    /// The kind of the mistake.
    package let kind: Kind
    /// The argument in question, as it was typed or as usage lines write it.
    package let subject: String
    /// A sentence that says what is wrong, without the suggestion.
    package let message: String
    /// The text that the user probably meant, as it should be typed.
    package let suggestion: String?

    init(_ kind: Kind, subject: String = "", message: String, suggestion: String? = nil) {
        self.kind = kind
        self.subject = subject
        self.message = message
        self.suggestion = suggestion
    }

    /// The message with the suggestion.
    package var description: String {
        guard let suggestion else { return message }
        return "\(message) Did you mean '\(suggestion)'?"
    }
}
