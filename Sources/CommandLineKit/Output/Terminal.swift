internal import Glibc

/// The known facts about an output: whether it is a terminal, its width, and what it can show.
package struct Terminal: Equatable, Sendable {
    /// The width where it is not known.
    package static let defaultWidth = 80

    /// Whether the output is a terminal; otherwise a file or a program gets it.
    package let isTerminal: Bool
    /// The columns. Off a terminal this is the width at which help is wrapped; tables are not shortened then.
    package let width: Int
    /// Whether colours may be written.
    package let hasColors: Bool
    /// Whether a line can be rewritten in place.
    package let canRewriteLine: Bool

    /// Makes a terminal with given facts; a width below 1 counts as 1.
    package init(isTerminal: Bool, width: Int = defaultWidth, hasColors: Bool = false, canRewriteLine: Bool = false) {
        self.isTerminal = isTerminal
        self.width = max(1, width)
        self.hasColors = hasColors
        self.canRewriteLine = canRewriteLine
    }

    /// Reads the facts from an open descriptor and an environment.
    ///
    /// Colours need a terminal, a `TERM` that is neither missing nor `dumb`, and no `NO_COLOR` with a value
    /// (https://no-color.org). The width is the kernel's, else `COLUMNS`, else 80. It is read once; a resized terminal
    /// is not followed.
    package init(fileDescriptor: Int32, environment: [String: String]) {
        let isTerminal = isatty(fileDescriptor) == 1
        let obeys = isTerminal && !["", "dumb"].contains(environment["TERM"] ?? "")
        self.init(
            isTerminal: isTerminal,
            width: Self.kernelWidth(fileDescriptor) ?? Self.declaredWidth(environment) ?? Self.defaultWidth,
            hasColors: obeys && (environment["NO_COLOR"] ?? "").isEmpty,
            canRewriteLine: obeys)
    }

    /// The width for `Table.render`: columns of a terminal, no limit elsewhere.
    package var tableWidth: Int? { isTerminal ? width : nil }

    private static func kernelWidth(_ fileDescriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func declaredWidth(_ environment: [String: String]) -> Int? {
        guard let columns = environment["COLUMNS"].flatMap(Int.init), (1...10_000).contains(columns) else { return nil }
        return columns
    }
}
