internal import CommandLineKit
internal import Exec
internal import Glibc
internal import Wiring

/// A text on the whole terminal, refreshed until the user ends it.
enum Watch {
    // Wrapping is off: terminals differ in which characters they draw wide.
    private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l"
    private static let leave = "\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"
    private static let home = "\u{1B}[H"
    private static let clearLine = "\u{1B}[2K"
    private static let clearRest = "\u{1B}[J"

    /// Runs until q, Ctrl-C, or the loss of the terminal. Afterwards the terminal is as before, also after an error.
    /// - Parameters:
    ///   - milliseconds: the longest time between two refreshes.
    ///   - descriptor: a descriptor that causes a refresh when it is readable; -1 for none.
    ///   - text: makes the text for a number of columns; lines that are too wide and lines that do not fit are cut.
    static func run(
        every milliseconds: Int32 = 2_000, orWhenReadable descriptor: () -> Int32 = { -1 },
        text: (Int) throws -> String
    ) throws {
        Interruption.catchSignals()
        let former = readKeysAtOnce()
        show(enter)
        defer {
            show(leave)
            if var former { tcsetattr(0, TCSANOW, &former) }
        }
        while Interruption.signal == nil && !Printer.isOutputClosed {
            let screen = Screen(fileDescriptor: 1)
            let lines = screen.fit(try text(screen.columns))
            // Each line is cleared before it is written: after a full line the cursor has no column from which to
            // clear.
            let shown = lines.map { clearLine + $0 }.joined(separator: "\r\n")
            show(home + shown + (lines.count < screen.rows ? "\r\n" + clearRest : ""))
            if isTimeToGo(hasKeys: former != nil, milliseconds: milliseconds, descriptor: descriptor()) { return }
        }
    }

    private static func show(_ text: String) { Printer.answer(bytes: Array(text.utf8)) }

    /// Waits for the next refresh, or for a key that ends the program.
    private static func isTimeToGo(hasKeys: Bool, milliseconds: Int32, descriptor: Int32) -> Bool {
        var waiting = [
            pollfd(fd: hasKeys ? 0 : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&waiting, 2, milliseconds) > 0, waiting[0].revents != 0 else { return false }
        var key: UInt8 = 0
        let count = read(0, &key, 1)
        return count == 0 || (count == 1 && [UInt8(ascii: "q"), UInt8(ascii: "Q"), 3, 4].contains(key))
    }

    /// Switches the terminal so that each key is read at once.
    /// - Returns: the former settings; nil when standard input is no terminal.
    private static func readKeysAtOnce() -> termios? {
        var former = termios()
        guard isatty(0) == 1, tcgetattr(0, &former) == 0 else { return nil }
        var raw = former
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        tcsetattr(0, TCSANOW, &raw)
        return former
    }
}
