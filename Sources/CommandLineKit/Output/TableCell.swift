/// One cell of a table: text and its colours.
package struct TableCell: Equatable, Sendable, ExpressibleByStringInterpolation {
    /// Control characters in it are shown as escapes.
    package let text: String
    package let attributes: [Style.Attribute]

    package init(_ text: String, _ attributes: Style.Attribute...) {
        self.text = text.displayable
        self.attributes = attributes
    }

    package init(stringLiteral value: String) { self.init(value) }
}
