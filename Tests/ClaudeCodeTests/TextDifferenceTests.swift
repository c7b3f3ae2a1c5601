import Testing

@testable import ClaudeCode

@Suite struct TextDifferenceTests {
    private func lines(_ old: String, _ new: String) -> [String] {
        TextDifference(old: Array(old.utf8), new: Array(new.utf8)).lines
    }

    @Test func `shows inserted members alone`() {
        let (old, new) = ("{\n  \"a\": \"secret\"\n}\n", "{\n  \"a\": \"secret\",\n  \"b\": {\n    \"c\": 1\n  }\n}\n")
        #expect(lines(old, new) == ["+   \"b\": {", "+     \"c\": 1", "+   }"])
        #expect(lines(new, old) == ["-   \"b\": {", "-     \"c\": 1", "-   }"])
        #expect(lines(#"{"a":"secret"}"#, #"{"a":"secret","b":{}}"#) == [#"+ "b":{}"#])
        #expect(lines("{\r\n \"a\": 1\r\n}", "{\r\n \"a\": 1,\r\n \"b\": 2\r\n}") == ["+  \"b\": 2"])
    }

    @Test func `shows whole lines`() {
        #expect(lines("a\nb\n", "a\nx\nb\n") == ["+ x"])
        #expect(lines("a\nb1\nc\n", "a\nb2\nc\n") == ["- b1", "+ b2"])
        #expect(lines("", "a\n\nb\n") == ["+ a", "+ ", "+ b"])
        #expect(lines("a\n", "") == ["- a"])
    }

    @Test func `shows only the piece of long lines`() {
        let long = String(repeating: "s", count: 500)
        #expect(lines(long + "old" + long, long + "new" + long) == ["- old", "+ new"])
    }

    @Test(arguments: ["", "a", "a\n", ",", "\n,\n"])
    func `shows nothing for equal texts`(_ text: String) {
        #expect(lines(text, text).isEmpty)
    }
}
