import CommandLineKit
import Testing

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｆｕ", 4), ("한국", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2),
        ("✓", 1), ("⚠", 1), ("⚠\u{FE0F}", 2), ("📂", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("a\u{200B}b", 2), ("│─", 2), ("…", 1),
    ])
    func `counts columns`(text: String, expected: Int) {
        #expect(text.displayWidth == expected)
    }

    @Test(arguments: [
        ("abcdef", 6, TextPart.start, "abcdef"),
        ("abcdef", 5, .start, "abcd…"),
        ("abcdef", 5, .end, "…cdef"),
        ("abcdef", 5, .ends, "ab…ef"),
        ("abcdef", 1, .start, "…"),
        ("abcdef", 0, .start, ""),
        // Half of a wide character cannot be shown.
        ("日本語", 4, .start, "日…"),
        ("日本語", 4, .end, "…語"),
        ("日本語", 6, .start, "日本語"),
    ])
    func `truncates`(text: String, width: Int, part: TextPart, expected: String) {
        #expect(text.truncated(to: width, keeping: part) == expected)
    }

    @Test func `pads`() {
        #expect("日".padded(to: 4) == "日  ")
        #expect("日".padded(to: 4, alignment: .trailing) == "  日")
        #expect("abc".padded(to: 2) == "abc")
    }

    @Test(arguments: [
        ("plain ä 日", "plain ä 日"), ("a\nb\tc\r", "a\\nb\\tc\\r"), ("\u{1B}[31m", "\\u{1b}[31m"),
        ("a\u{202E}b", "a\\u{202e}b"), ("\u{9B}x", "\\u{9b}x"), ("\r\n", "\\r\\n"), ("a\u{0}", "a\\u{0}"),
    ])
    func `disarms control characters`(text: String, expected: String) {
        #expect(text.displayable == expected)
    }
}
