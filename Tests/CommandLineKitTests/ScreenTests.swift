import CommandLineKit
import Glibc
import Testing

@Suite struct ScreenTests {
    @Test(arguments: [
        ("short", "short"), ("exactly 10", "exactly 10"), ("eleven char", "eleven ch…"), ("", ""),
        ("日本語日本語", "日本語日…"), ("日本語日本", "日本語日本"),
        ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m"),
        ("\u{1B}[31mexactly 10\u{1B}[0m", "\u{1B}[31mexactly 10\u{1B}[0m"),
        ("\u{1B}[31meleven char\u{1B}[0m", "\u{1B}[31meleven ch…\u{1B}[0m"),
        ("eleven char\u{1B}[31mx\u{1B}[0m", "eleven ch…\u{1B}[0m"),
    ])
    func `cuts lines`(_ line: String, _ expected: String) {
        #expect(Screen(columns: 10, rows: 3).fit(line) == [expected])
    }

    @Test func `says that lines are missing`() {
        #expect(Screen(columns: 10, rows: 3).fit("1\n2\n3") == ["1", "2", "3"])
        #expect(Screen(columns: 10, rows: 3).fit("1\n\n3\n4") == ["1", "", "… 2 more"])
        #expect(Screen(columns: 4, rows: 1).fit("1\n2") == ["… 2…"])
        #expect(Screen(columns: 1, rows: 1).fit("12") == ["…"])
        #expect(Screen(columns: -5, rows: 0) == Screen(columns: 1, rows: 1))
    }

    @Test func `asks the terminal`() throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 3, ws_col: 10, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&master, &slave, nil, nil, &size) == 0)
        defer {
            close(master)
            close(slave)
        }
        #expect(Screen(fileDescriptor: slave) == Screen(columns: 10, rows: 3))
        size.ws_col = 0
        try #require(ioctl(slave, UInt(TIOCSWINSZ), &size) == 0)
        #expect(Screen(fileDescriptor: slave) == Screen(columns: 80, rows: 3))
        #expect(Screen(fileDescriptor: -1) == Screen(columns: 80, rows: 24))
    }
}
