import Testing

@testable import HookCore

@Suite struct JSONScannerTests {
    private func scan(_ text: String, _ keys: String...) -> JSONFields? {
        JSONScanner.scan(Array(text.utf8), keys: keys)
    }

    @Test func `finds values of all kinds`() throws {
        let text =
            " {\"s\" : \"x\" ,\n\"n\":-12,\"t\":true,\"f\":false,"
            + "\"z\":null,\"o\":{\"s\":\"in\"},\"a\":[{\"s\":\"no\"}]} \n"
        let fields = try #require(scan(text, "s", "n", "t", "f", "z", "o.s", "a", "missing"))
        #expect(fields.string("s") == "x")
        #expect(fields.integer("n") == -12)
        #expect(fields.bool("t") == true)
        #expect(fields.bool("f") == false)
        #expect(fields.string("z") == nil)
        #expect(fields.bool("z") == nil)
        #expect(fields.integer("z") == nil)
        #expect(fields.string("o.s") == "in")
        #expect(fields.string("a") == nil)
        #expect(fields.string("missing") == nil)
        #expect(fields.integer("s") == nil)
        #expect(fields.string("n") == nil)
        #expect(fields.bool("n") == nil)
    }

    @Test func `only the asked level counts`() throws {
        let text =
            "{\"o\":{\"p\":{\"k\":\"deep\"},\"k\":\"one\"},"
            + "\"q\":{\"k\":\"other\"},\"p\":[{\"k\":\"in list\"}],\"k\":\"top\"}"
        let fields = try #require(scan(text, "k", "o.k", "p.k", "k.k", "o.p"))
        #expect(fields.string("k") == "top")
        #expect(fields.string("o.k") == "one")
        #expect(fields.string("p.k") == nil)
        #expect(fields.string("k.k") == nil)
        #expect(fields.string("o.p") == nil)
    }

    @Test func `the last of equal keys counts`() throws {
        let text = "{\"k\":\"1\",\"o\":{\"k\":\"1\",\"l\":\"1\"},\"k\":\"2\",\"o\":{\"k\":\"2\"}}"
        let fields = try #require(scan(text, "k", "o.k", "o.l"))
        #expect(fields.string("k") == "2")
        #expect(fields.string("o.k") == "2")
        #expect(fields.string("o.l") == nil)
        let replaced = try #require(scan("{\"o\":{\"k\":\"1\"},\"o\":5}", "o.k"))
        #expect(replaced.string("o.k") == nil)
    }

    @Test(arguments: [
        ("a\\n\\t\\r\\b\\f", "a\n\t\r\u{8}\u{c}"), ("\\\"\\\\\\/", "\"\\/"), ("\\u00e4\\u0041", "äA"),
        ("\\ud83d\\udcc2!", "📂!"), ("\\ud83d", "\u{FFFD}"), ("\\ud83dx", "\u{FFFD}x"), ("\\udcc2", "\u{FFFD}"),
        ("\\ud83d\\u0041", "\u{FFFD}A"), ("\\u12", "\u{FFFD}12"), ("\\u00zz", "\u{FFFD}00zz"), ("\\q", "q"),
        ("\\u0000", "\0"), ("", ""), ("ü 📂", "ü 📂"), ("1234567\\\"", "1234567\""), ("12345678\\\\", "12345678\\"),
    ]) func `decodes strings`(_ raw: String, _ text: String) throws {
        #expect(try #require(scan("{\"k\":\"\(raw)\",\"x\":1}", "k")).string("k") == text)
    }

    @Test func `escaped keys are the same keys`() throws {
        #expect(try #require(scan("{\"\\u006bey\":\"v\"}", "key")).string("key") == "v")
    }

    @Test func `strings of every length end where they end`() throws {
        for length in 0..<40 {
            let value = String(repeating: "a", count: length)
            #expect(scan("{\"k\":\"\(value)\"}", "k")?.string("k") == value)
            #expect(scan("{\"k\":\"\(value)\\\\\",\"l\":\"z\"}", "l")?.string("l") == "z")
            #expect(scan("{\"k\":\"\(value)", "k") == nil)
            #expect(scan("{\"k\":\"\(value)\\", "k") == nil)
        }
    }

    @Test(arguments: [
        "", " ", "{", "}", "[]", "null", "{]", "{\"k\"}", "{\"k\":}", "{\"k\":1,}", "{,}", "{\"k\":1 \"l\":2}", "{k:1}",
        "{\"k\":tru}", "{\"k\":[1,]}", "{\"k\":[1}", "{\"k\":{]}", "{\"k\":1}x", "{}{}", "{\"k\":'x'}", "{\"k\":nul",
    ]) func `broken text is refused`(_ text: String) {
        #expect(scan(text, "k") == nil)
    }

    @Test func `depth is bounded`() {
        func nested(_ depth: Int) -> String {
            "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + ",\"k\":\"v\"}"
        }
        #expect(scan(nested(JSONCursor.deepest - 1), "k")?.string("k") == "v")
        #expect(scan(nested(JSONCursor.deepest), "k") == nil)
        #expect(scan(nested(1_000_000), "k") == nil)
        #expect(scan("{\"a\":" + String(repeating: "{\"a\":", count: 1_000_000), "a.a") == nil)
    }

    @Test func `every prefix is refused and every byte tolerated`() {
        let bytes = Array("{\"k\":\"a\\n\",\"o\":{\"k\":[1.5e3,true,null]},\"z\":false}".utf8)
        for end in 0..<bytes.count { #expect(JSONScanner.scan(Array(bytes[..<end]), keys: ["k", "o.k"]) == nil) }
        for position in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[position] = byte
                _ = JSONScanner.scan(changed, keys: ["k", "o.k"])?.string("k")
            }
        }
    }

    @Test func `numbers that do not fit`() throws {
        let fields = try #require(
            scan("{\"a\":1.5,\"b\":1e3,\"c\":99999999999999999999,\"d\":-,\"e\":0}", "a", "b", "c", "d", "e"))
        for key in ["a", "b", "c", "d"] { #expect(fields.integer(key) == nil) }
        #expect(fields.integer("e") == 0)
    }
}
