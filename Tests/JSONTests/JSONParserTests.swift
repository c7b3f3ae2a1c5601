import HookCore
import TestSupport
import Testing

@testable import JSON

@Suite struct JSONParserTests {
    @Test(arguments: [
        "{}", "[]", "null", "true", "false", "0", "-0", "-12.5e+3", "1E9", "\"\"", #""\u00e9\n\"\\\/""#, " [ 1 , 2 ] ",
        #"{"a":{"b":[{}]}}"#, #"{"a":1,"a":2}"#, "\u{FEFF}{}", "\r\n{\r\n}\r\n",
    ])
    func `accepts JSON`(_ text: String) throws {
        let document = try JSONDocument(text: text)
        #expect(!document.isBlank)
        #expect(document.text == text)
    }

    @Test(arguments: ["", " \n\t", "\u{FEFF}"])
    func `takes nothing for blank`(_ text: String) throws {
        #expect(try JSONDocument(text: text).isBlank)
    }

    @Test(arguments: [
        "{", "}", "{]", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "[1 2]", "{\"a\" 1}", "\"", "\"\n\"", #""\x""#,
        #""\u12g4""#, #""\u12"#, "01", "1.", ".5", "+1", "-", "1e", "tru", "nul", "NaN", "{} {}", "// c\n{}",
        "{/* c */}", "[,]", "{\"a\":}",
    ])
    func `refuses what is not JSON`(_ text: String) {
        let error = #expect(throws: ParallelError.self) { try JSONDocument(text: text) }
        #expect(error?.code == .invalidJSON)
        #expect(error?.subject == "test.json")
    }

    @Test func `names line and column`() {
        let error = #expect(throws: ParallelError.self) { try JSONDocument(text: "{\n  \"ü\": 1,\n  \"é\" 2\n}") }
        #expect(error?.message.hasPrefix("line 3, column 7:") == true)
    }

    @Test func `names comments`() {
        let error = #expect(throws: ParallelError.self) { try JSONDocument(text: "{\n  // mine\n}") }
        #expect(error?.message.contains("line 2, column 3: a comment") == true)
    }

    @Test func `bounds nesting`() throws {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(try !JSONDocument(text: deep).isBlank)
        let tooDeep = String(repeating: "[", count: 100_000)
        #expect(throws: ParallelError.self) { try JSONDocument(text: tooDeep) }
    }

    @Test func `decodes strings`() throws {
        #expect(try JSONValue.parse(#""a\tb\u00fc\ud83d\ude00\/\b\f\r""#).string == "a\tbü😀/\u{8}\u{C}\r")
        #expect(try JSONValue.parse(#""\ud83d!""#).string == "\u{FFFD}!")
        #expect(try JSONValue.parse(#""\udc00\ud83d\ud83d\ude00""#).string == "\u{FFFD}\u{FFFD}😀")
    }

    @Test func `reads values`() throws {
        let value = try JSONValue.parse(#"{"n":18446744073709551615,"f":1.5,"e":2e3,"b":true,"l":[1,null]}"#)
        #expect(value["n"]?.integer(UInt64.self) == .max)
        #expect(value["n"]?.integer(Int32.self) == nil)
        #expect(value["f"]?.integer(Int.self) == nil)
        #expect(value["e"]?.integer(Int.self) == 2000)
        #expect(value["b"]?.bool == true)
        #expect(value["l"]?.elements == [1, nil])
        #expect(value["missing"] == nil)
    }

    @Test func `writes what it reads`() throws {
        let value: JSONValue = ["quote\"\\": ["\u{1}\n\t\r/ü😀", [], [:], 1, true, nil]]
        #expect(try JSONValue.parse(value.compactText) == value)
        #expect(try JSONValue.parse(value.prettyText) == value)
        #expect(value.compactText == #"{"quote\"\\":["\u0001\n\t\r/ü😀",[],{},1,true,null]}"#)
    }

    @Test func `reads large documents`() throws {
        let text =
            "[" + Array(repeating: #"{"key":"some value","n":[1,2]}"#, count: 20_000).joined(separator: ",") + "]"
        #expect(try JSONDocument(text: text).value()?.elements?.count == 20_000)
    }
}
