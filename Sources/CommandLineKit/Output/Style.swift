/// Colours, or none: the decision was taken before and is passed in.
package struct Style: Equatable, Sendable {
    /// One property of text, as the number of its control sequence (ECMA-48, SGR).
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

    /// Leaves all text as it is.
    package static let plain = Style(hasColors: false)

    /// Whether anything is coloured.
    package let hasColors: Bool

    package init(hasColors: Bool) { self.hasColors = hasColors }

    package init(_ terminal: Terminal) { self.init(hasColors: terminal.hasColors) }

    /// The text in these colours; the text itself is not changed, so make foreign text `displayable` first.
    package func apply(_ attributes: Attribute..., to text: String) -> String { apply(attributes, to: text) }

    /// The text in these colours.
    package func apply(_ attributes: [Attribute], to text: String) -> String {
        guard hasColors, !attributes.isEmpty, !text.isEmpty else { return text }
        let codes = attributes.map { String($0.rawValue) }.joined(separator: ";")
        return "\u{1B}[\(codes)m\(text)\u{1B}[0m"
    }
}
