/// A type that can be read from one command-line argument.
///
/// Same meaning as in swift-argument-parser: a failed initializer makes the argument invalid, the parser writes the
/// message.
package protocol ExpressibleByArgument: SendableMetatype {
    /// Reads the value; `nil` when `argument` is not a spelling of one.
    init?(argument: String)

    /// How a default value is shown in help text.
    var defaultValueDescription: String { get }

    /// Every accepted spelling, for help, errors and completions; empty when they cannot be listed.
    static var allValueStrings: [String] { get }

    /// How a shell should complete a value when the property says nothing else.
    static var defaultCompletionKind: CompletionKind { get }
}

extension ExpressibleByArgument {
    package var defaultValueDescription: String { "\(self)" }

    package static var allValueStrings: [String] { [] }

    package static var defaultCompletionKind: CompletionKind {
        allValueStrings.isEmpty ? .default : .list(allValueStrings)
    }
}

extension ExpressibleByArgument where Self: CaseIterable {
    package static var allValueStrings: [String] { allCases.map { "\($0)" } }
}

extension ExpressibleByArgument where Self: RawRepresentable, RawValue: ExpressibleByArgument {
    package init?(argument: String) {
        guard let raw = RawValue(argument: argument) else { return nil }
        self.init(rawValue: raw)
    }

    package var defaultValueDescription: String { rawValue.defaultValueDescription }
}

extension ExpressibleByArgument where Self: CaseIterable & RawRepresentable, RawValue: ExpressibleByArgument {
    package static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}
