/// The progress of several pieces of work at once: lines at the bottom of a terminal that are rewritten, below lines
/// that stay. Elsewhere only the lines that stay are written.
///
/// The type has no clock: it writes only when it is called. Call `finish` on every way out, or the lines stay.
package struct ProgressBlock {
    private let terminal: Terminal
    private let rows: Int
    private let write: @Sendable (String) -> Void
    private var shown: [String] = []

    /// - Parameters:
    ///   - terminal: the terminal that `write` writes to.
    ///   - rows: its height.
    ///   - write: prints text as it is, at once; most often to standard error.
    package init(terminal: Terminal, rows: Int, write: @escaping @Sendable (String) -> Void) {
        self.terminal = terminal
        self.rows = rows
        self.write = write
    }

    /// Shows these lines in the place of those before. Where they do not fit, the last one tells how many are missing.
    package mutating func update(_ lines: [String]) {
        guard terminal.canRewriteLine else { return }
        let room = max(1, rows - 1)
        var fitting = lines.prefix(lines.count > room ? room - 1 : room).map { cut($0) }
        if lines.count > room { fitting.append(cut("… \(lines.count - fitting.count) more")) }
        guard fitting != shown else { return }
        write(removal + fitting.map { $0 + "\n" }.joined())
        shown = fitting
    }

    /// Prints a line that stays.
    package mutating func print(_ line: String) {
        write(removal + line.displayable + "\n" + shown.map { $0 + "\n" }.joined())
    }

    /// Removes the lines that change.
    package mutating func finish() {
        if !shown.isEmpty { write(removal) }
        shown = []
    }

    /// One column stays free: a full line would make some terminals wrap.
    private func cut(_ line: String) -> String { line.displayable.truncated(to: terminal.width - 1) }

    /// Leads to the first of the lines and clears all behind it (ECMA-48: CPL, ED).
    private var removal: String { shown.isEmpty ? "" : "\u{1B}[\(shown.count)F\u{1B}[J" }
}
