/// Colours or none, as the caller decides.
package struct Style: Equatable, Sendable {
    /// A property of text, as the number of its control sequence (ECMA-48, SGR).
    package enum Attribute: Int, Sendable {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case yellow = 33
        case blue = 34
        case magenta = 35
        case cyan = 36
    }

    /// The style without colours.
    package static let plain = Style(hasColors: false)

    /// Whether `apply` adds colours.
    package let hasColors: Bool

    /// Makes a style with or without colours.
    package init(hasColors: Bool) { self.hasColors = hasColors }

    /// Makes a style with colours where the terminal has them.
    package init(_ terminal: Terminal) { self.init(hasColors: terminal.hasColors) }

    /// Returns the text in these colours. The text itself is not changed, so make foreign text `displayable` first.
    package func apply(_ attributes: Attribute..., to text: String) -> String { apply(attributes, to: text) }

    /// Returns the text in these colours.
    package func apply(_ attributes: [Attribute], to text: String) -> String {
        guard hasColors, !attributes.isEmpty, !text.isEmpty else { return text }
        let codes = attributes.map { String($0.rawValue) }.joined(separator: ";")
        return "\u{1B}[\(codes)m\(text)\u{1B}[0m"
    }
}
