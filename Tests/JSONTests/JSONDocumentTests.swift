import HookCore
import TestSupport
import Testing

@testable import JSON

@Suite struct JSONDocumentTests {
    @Test func `inserts like its surroundings`() throws {
        var tabs = try JSONDocument(text: "{\n\t\"a\": 1\n}")
        try tabs.set(["x": [1]], at: ["b"])
        #expect(tabs.text == "{\n\t\"a\": 1,\n\t\"b\": {\n\t\t\"x\": [\n\t\t\t1\n\t\t]\n\t}\n}")

        var minified = try JSONDocument(text: #"{"a":1}"#)
        try minified.set(["x": [1, 2]], at: ["b", "c"])
        #expect(minified.text == #"{"a":1,"b":{"c":{"x":[1,2]}}}"#)

        var crlf = try JSONDocument(text: "{\r\n  \"a\": 1\r\n}\r\n")
        try crlf.set([:], at: ["b", "c"])
        #expect(crlf.text == "{\r\n  \"a\": 1,\r\n  \"b\": {\r\n    \"c\": {}\r\n  }\r\n}\r\n")

        var inline = try JSONDocument(text: "{\n  \"a\": [1, 2]\n}")
        try inline.append(["k": 3], toArrayAt: ["a"])
        #expect(inline.text == "{\n  \"a\": [1, 2, {\"k\": 3}]\n}")

        var empty = try JSONDocument(text: "")
        try empty.append(1, toArrayAt: ["a", "b"])
        #expect(empty.text == "{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}\n")

        var nested = try JSONDocument(text: "{\n    \"a\": {}\n}")
        try nested.set(true, at: ["a", "b"])
        #expect(nested.text == "{\n    \"a\": {\n        \"b\": true\n    }\n}")
    }

    @Test func `keeps every other byte`() throws {
        let text = "\u{FEFF}{\r\n \"z\" :1.50,\"a\\u0062\":[ 1,2 ],\r\n\r\n\"a\": {\"k\":\"\\/\"}}\r\n\r\n"
        var document = try JSONDocument(text: text)
        try document.set("new", at: ["a", "k"])
        #expect(document.text == text.replacing(#""\/""#, with: #""new""#))
        #expect(document.value(at: ["ab", 1]) == 2)
    }

    @Test func `replaces and removes`() throws {
        var document = try JSONDocument(text: #"{"a": 1, "b": [1, 2, 3], "c": 4}"#)
        try document.remove(at: ["b", 0])
        #expect(document.source(at: ["b"]) == "[2, 3]")
        try document.remove(at: ["b", 1])
        try document.remove(at: ["b", 0])
        #expect(document.source(at: ["b"]) == "[]")
        try document.remove(at: ["a"])
        #expect(document.text == #"{"b": [], "c": 4}"#)
        try document.remove(at: ["c"])
        #expect(document.text == #"{"b": []}"#)
        #expect(try !document.remove(at: ["nothing", "there"]))
        #expect(try !document.remove(at: []))
    }

    @Test func `takes the last of equal keys`() throws {
        var document = try JSONDocument(text: #"{"a":1,"b":0,"a":2}"#)
        #expect(document.value(at: ["a"]) == 2)
        try document.set(3, at: ["a"])
        #expect(document.text == #"{"a":1,"b":0,"a":3}"#)
    }

    @Test(arguments: [#"{"hooks":[]}"#, #"{"hooks":null}"#, #"{"hooks":"x"}"#, "[]", "1"])
    func `refuses to replace other containers`(_ text: String) throws {
        var document = try JSONDocument(text: text)
        let error = #expect(throws: ParallelError.self) { try document.set(1, at: ["hooks", "Stop"]) }
        #expect(error?.code == .settingsMalformed)
        #expect(document.text == text)
    }

    @Test func `refuses lists with holes`() throws {
        var document = try JSONDocument(text: "[1]")
        #expect(throws: ParallelError.self) { try document.set(1, at: [2]) }
        try document.set(2, at: [1])
        #expect(document.text == "[1,2]" || document.text == "[1, 2]")
    }

    @Test(arguments: JSONTexts.layouts)
    func `inserting and removing gives back the bytes`(_ text: String) throws {
        for path: JSONPath in [["new"], ["hooks", "Stop"], ["deep", "er", "still"], ["env", "X"]] {
            var document = try JSONDocument(text: text)
            if document.value(at: path.dropLast())?.elements != nil { continue }
            var layouts = ContainerLayouts()
            let isObject = document.value(at: path.dropLast()).map { $0.members != nil } ?? true
            guard isObject, document.value(at: path) == nil else { continue }
            layouts.note(document, along: path.dropLast())
            try document.set(["a": [1, ["b": "c"]], "d": []], at: path)
            #expect(document.value(at: path)?["d"] == [])
            #expect(document.text != text)
            try document.remove(at: path)
            try layouts.tidy(&document, from: path.dropLast())
            #expect(Array(document.text.utf8) == Array(text.utf8), "\(path)")
        }
    }

    @Test func `writes pointers`() {
        let path: JSONPath = ["a/b", 3, "~"]
        #expect(path.pointer == "/a~1b/3/~0")
        #expect(JSONPath().pointer == "")
    }
}
