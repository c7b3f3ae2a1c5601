internal import Glibc

/// A terminal's size, and texts cut to it, so that nothing wraps or scrolls.
package struct Screen: Equatable, Sendable {
    /// The width; at least 1.
    package let columns: Int
    /// The height; at least 1.
    package let rows: Int

    /// Makes a size, at least 1 × 1.
    package init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
    }

    /// Reads the present size of an open terminal; 80 × 24 where the kernel does not know.
    package init(fileDescriptor: Int32) {
        var size = winsize()
        let isKnown = ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0
        self.init(
            columns: isKnown && size.ws_col > 0 ? Int(size.ws_col) : Terminal.defaultWidth,
            rows: isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24)
    }

    /// Returns the lines of a text that fit, each no wider than the screen. Where lines are missing, the last one gives
    /// their number.
    /// - Parameter text: displayable except for line breaks and the colours of `Style`.
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
