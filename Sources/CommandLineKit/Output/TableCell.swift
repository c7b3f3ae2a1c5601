/// A cell of a table: text and its colours.
package struct TableCell: Equatable, Sendable, ExpressibleByStringInterpolation {
    /// The text; control characters in it are escapes.
    package let text: String
    /// The colours; none for plain text.
    package let attributes: [Style.Attribute]

    /// Makes a cell; escapes control characters in the text.
    package init(_ text: String, _ attributes: Style.Attribute...) {
        self.text = text.displayable
        self.attributes = attributes
    }

    /// Makes a cell without colours.
    package init(stringLiteral value: String) { self.init(value) }
}
