/// A type that can be read from one command-line argument.
///
/// The meaning is that of swift-argument-parser: a failed initializer makes the argument invalid, and the parser writes
/// the message.
package protocol ExpressibleByArgument: SendableMetatype {
    /// Reads the value; `nil` when `argument` is not a spelling of one.
    init?(argument: String)

    /// A default value in the form of help text.
    var defaultValueDescription: String { get }

    /// Every accepted spelling, for help, errors and completions; empty when they cannot be listed.
    static var allValueStrings: [String] { get }

    /// The completion of a value when the property declares none.
    static var defaultCompletionKind: CompletionKind { get }
}

extension ExpressibleByArgument {
    /// The value as Swift prints it.
    package var defaultValueDescription: String { "\(self)" }

    /// Empty: the spellings cannot be listed.
    package static var allValueStrings: [String] { [] }

    /// The list of all spellings where there is one, else nothing.
    package static var defaultCompletionKind: CompletionKind {
        allValueStrings.isEmpty ? .default : .list(allValueStrings)
    }
}

extension ExpressibleByArgument where Self: CaseIterable {
    /// The names of all cases, as Swift prints them.
    package static var allValueStrings: [String] { allCases.map { "\($0)" } }
}

extension ExpressibleByArgument where Self: RawRepresentable, RawValue: ExpressibleByArgument {
    /// Reads the raw value; `nil` where no value has it.
    package init?(argument: String) {
        guard let raw = RawValue(argument: argument) else { return nil }
        self.init(rawValue: raw)
    }

    /// The raw value in the form of help text.
    package var defaultValueDescription: String { rawValue.defaultValueDescription }
}

extension ExpressibleByArgument where Self: CaseIterable & RawRepresentable, RawValue: ExpressibleByArgument {
    /// The raw values of all cases.
    package static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}
