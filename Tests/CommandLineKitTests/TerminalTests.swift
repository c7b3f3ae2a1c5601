import CommandLineKit
import Glibc
import Testing

@Suite struct TerminalTests {
    /// A pseudo-terminal of this many columns.
    private func withTerminal(columns: UInt16, _ body: (Int32) throws -> Void) throws {
        var master: Int32 = -1
        var slave: Int32 = -1
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&master, &slave, nil, nil, &size) == 0)
        defer {
            close(master)
            close(slave)
        }
        try body(slave)
    }

    @Test func `probes a terminal`() throws {
        try withTerminal(columns: 133) { descriptor in
            let terminal = Terminal(fileDescriptor: descriptor, environment: ["TERM": "xterm", "COLUMNS": "50"])
            #expect(terminal == Terminal(isTerminal: true, width: 133, hasColors: true, canRewriteLine: true))
            #expect(terminal.tableWidth == 133)
        }
    }

    @Test(arguments: [
        (["TERM": "xterm", "NO_COLOR": "1"], false, true),
        (["TERM": "xterm", "NO_COLOR": ""], true, true),
        (["TERM": "dumb"], false, false),
        ([:], false, false),
    ])
    func `obeys the environment`(environment: [String: String], hasColors: Bool, canRewrite: Bool) throws {
        try withTerminal(columns: 0) { descriptor in
            let terminal = Terminal(fileDescriptor: descriptor, environment: environment)
            #expect(terminal.hasColors == hasColors)
            #expect(terminal.canRewriteLine == canRewrite)
            #expect(terminal.width == 80)
        }
    }

    @Test(arguments: [("50", 50), ("0", 80), ("-3", 80), ("many", 80), ("99999999999999999999", 80)])
    func `probes a pipe`(columns: String, expected: Int) throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let terminal = Terminal(fileDescriptor: ends[1], environment: ["TERM": "xterm", "COLUMNS": columns])
        #expect(terminal == Terminal(isTerminal: false, width: expected))
        #expect(terminal.tableWidth == nil)
    }

    @Test func `colours only when allowed`() {
        let colourful = Style(Terminal(isTerminal: true, hasColors: true))
        #expect(colourful.apply(.red, .bold, to: "x") == "\u{1B}[31;1mx\u{1B}[0m")
        #expect(colourful.apply([], to: "x") == "x")
        #expect(colourful.apply(.red, to: "") == "")
        #expect(Style.plain.apply(.red, to: "x") == "x")
        #expect(Style(Terminal(isTerminal: true)).apply(.red, to: "x") == "x")
    }
}
