internal import Glibc

/// A terminal's size, and texts cut to it, so that nothing wraps or scrolls.
package struct Screen: Equatable, Sendable {
    package let columns: Int
    package let rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
    }

    /// The size that an open terminal has now; 80 × 24 where the kernel does not know.
    package init(fileDescriptor: Int32) {
        var size = winsize()
        let isKnown = ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0
        self.init(
            columns: isKnown && size.ws_col > 0 ? Int(size.ws_col) : Terminal.defaultWidth,
            rows: isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24)
    }

    /// The lines of a text that fit, each no wider than the screen. Where lines are missing the last one says so.
    /// - Parameter text: displayable but for line breaks and for the colours of `Style`.
    package func fit(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.count <= rows { return lines.map(cut) }
        return lines.prefix(rows - 1).map(cut) + ["… \(lines.count - rows + 1) more".truncated(to: columns)]
    }

    private func cut(_ line: Substring) -> String {
        var (whole, short) = ("", "")
        var (width, shortWidth) = (0, 0)
        var (isInSequence, hasColors) = (false, false)
        for character in line {
            whole.append(character)
            if character == "\u{1B}" { (isInSequence, hasColors) = (true, true) }
            guard !isInSequence else {
                if width < columns { short.append(character) }
                // Control sequences of colours end with m (ECMA-48, SGR).
                isInSequence = character != "m"
                continue
            }
            width += character.displayWidth
            if width > shortWidth, width < columns {
                short.append(character)
                shortWidth = width
            }
        }
        return width <= columns ? whole : short + "…" + (hasColors ? "\u{1B}[0m" : "")
    }
}
