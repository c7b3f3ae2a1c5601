/// The text about one argument in help, documents and completions.
package struct ArgumentHelp: Sendable, ExpressibleByStringInterpolation {
    /// A sentence without the default and the list of values, which are added.
    package var abstract: String
    /// Further paragraphs, shown in help and documents but not in completions.
    package var discussion: String
    /// The name between angle brackets; `nil` takes the long name or the property's name.
    package var valueName: String?
    /// Whether the argument is shown at all.
    package var visibility: ArgumentVisibility

    /// Makes the text; a string literal makes one with an abstract alone.
    package init(
        _ abstract: String = "", discussion: String = "", valueName: String? = nil,
        visibility: ArgumentVisibility = .default
    ) {
        self.abstract = abstract
        self.discussion = discussion
        self.valueName = valueName
        self.visibility = visibility
    }

    /// Makes the text from an abstract alone.
    package init(stringLiteral value: String) { self.init(value) }

    /// Help of an argument that is not listed, without text.
    package static var hidden: ArgumentHelp { ArgumentHelp(visibility: .hidden) }
}
