/// The width of text on a terminal. Terminals differ; this follows Unicode's East Asian Width (UAX #11, wide and
/// fullwidth count two) and counts every character that is drawn as an emoji as two.
extension String {
    /// The columns that the text takes. Control characters count as 0: make them `displayable` first.
    package var displayWidth: Int {
        var width = 0
        for character in self { width += character.displayWidth }
        return width
    }

    /// Returns the text, shortened with `…` to at most `width` columns.
    package func truncated(to width: Int, keeping part: TextPart = .start) -> String {
        if utf8.count <= width || displayWidth <= width { return self }
        guard width > 1 else { return width == 1 ? "…" : "" }
        switch part {
        case .start: return prefix(columns: width - 1) + "…"
        case .end: return "…" + suffix(columns: width - 1)
        case .ends:
            let tail = (width - 1) / 2
            return prefix(columns: width - 1 - tail) + "…" + suffix(columns: tail)
        }
    }

    /// Returns the text, filled with spaces up to `width` columns.
    package func padded(to width: Int, alignment: TableColumn.Alignment = .leading) -> String {
        let spaces = String(repeating: " ", count: max(0, width - displayWidth))
        return alignment == .leading ? self + spaces : spaces + self
    }

    private func prefix(columns: Int) -> String {
        var left = columns
        return String(
            prefix { character in
                left -= character.displayWidth
                return left >= 0
            })
    }

    private func suffix(columns: Int) -> String {
        var left = columns
        let tail = reversed().prefix { character in
            left -= character.displayWidth
            return left >= 0
        }
        return String(tail.reversed())
    }
}

extension Character {
    /// The columns that the character takes: 0, 1 or 2.
    var displayWidth: Int {
        if let ascii = asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
        let scalars = unicodeScalars
        // U+FE0F asks for the emoji form of a character that has two forms.
        if scalars.contains("\u{FE0F}"), scalars.first?.properties.isEmoji == true { return 2 }
        return scalars.map(\.displayWidth).max() ?? 0
    }
}

extension Unicode.Scalar {
    fileprivate var displayWidth: Int {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
            0x1AFF0...0x1B2FF, 0x20000...0x3FFFD:
            return 2
        default: break
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return properties.isEmojiPresentation ? 2 : 1
        }
    }
}
