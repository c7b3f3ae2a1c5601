/// The progress of one long piece of work: a line that is rewritten on a terminal, and a line for each step elsewhere.
///
/// The type has no clock: it writes only when `update` is called. Call `finish` on every way out, or the line stays.
package struct ProgressLine {
    private static let startOfLine = "\r\u{1B}[2K"

    private let terminal: Terminal
    private let write: (String) -> Void
    private var shown = ""
    private var step = ""

    /// - Parameters:
    ///   - terminal: the terminal that `write` writes to.
    ///   - write: prints text as it is, at once; most often to standard error.
    package init(terminal: Terminal, write: @escaping (String) -> Void) {
        self.terminal = terminal
        self.write = write
    }

    /// Shows the step, and how far it is.
    ///
    /// - Parameters:
    ///   - step: the step: "Copying files". Off a terminal it is printed once, without `detail`.
    ///   - detail: the progress: "1200 of 20000"; may change a thousand times a second.
    package mutating func update(_ step: String, detail: String = "") {
        let isNewStep = step != self.step
        self.step = step
        guard terminal.canRewriteLine else {
            if isNewStep { write(step.displayable + "\n") }
            return
        }
        let whole = [step, detail].filter { !$0.isEmpty }.joined(separator: " ")
        // One column stays free: a full line would make some terminals wrap.
        let line = whole.displayable.truncated(to: terminal.width - 1)
        guard line != shown else { return }
        shown = line
        write(Self.startOfLine + line)
    }

    /// Removes the line and prints `message`, if there is one, as a line that stays.
    package mutating func finish(_ message: String = "") {
        if !shown.isEmpty { write(Self.startOfLine) }
        shown = ""
        step = ""
        if !message.isEmpty { write(message.displayable + "\n") }
    }
}
