import CommandLineKit
import Testing

@Suite struct ProgressLineTests {
    private final class Screen {
        var text = ""
    }

    private func play(_ terminal: Terminal) -> String {
        let screen = Screen()
        var progress = ProgressLine(terminal: terminal) { screen.text += $0 }
        progress.update("Copying files", detail: "1 of 3")
        progress.update("Copying files", detail: "1 of 3")
        progress.update("Copying files", detail: "2 of 3")
        progress.update("Checking")
        progress.finish("Done.")
        progress.finish()
        return screen.text
    }

    @Test func `rewrites one line on a terminal`() {
        let clear = "\r\u{1B}[2K"
        #expect(
            play(Terminal(isTerminal: true, width: 16, canRewriteLine: true)).split(separator: clear).joined(
                separator: "|") == "Copying files …|Checking|Done.\n")
        #expect(
            play(Terminal(isTerminal: true, width: 80, canRewriteLine: true))
                == "\(clear)Copying files 1 of 3\(clear)Copying files 2 of 3\(clear)Checking\(clear)Done.\n")
    }

    @Test func `prints steps elsewhere`() {
        #expect(play(Terminal(isTerminal: false)) == "Copying files\nChecking\nDone.\n")
        #expect(play(Terminal(isTerminal: true)) == "Copying files\nChecking\nDone.\n")
    }
}
