/// The words about one argument in help, documents and completions.
package struct ArgumentHelp: Sendable, ExpressibleByStringInterpolation {
    /// One sentence, without the default and the list of values: those are added.
    package var abstract: String
    /// Further paragraphs, shown in help and documents but not in completions.
    package var discussion: String
    /// The name between angle brackets; `nil` takes the long name or the property's name.
    package var valueName: String?
    /// Whether it is shown at all.
    package var visibility: ArgumentVisibility

    package init(
        _ abstract: String = "", discussion: String = "", valueName: String? = nil,
        visibility: ArgumentVisibility = .default
    ) {
        self.abstract = abstract
        self.discussion = discussion
        self.valueName = valueName
        self.visibility = visibility
    }

    package init(stringLiteral value: String) { self.init(value) }

    /// Not listed and without words.
    package static var hidden: ArgumentHelp { ArgumentHelp(visibility: .hidden) }
}
