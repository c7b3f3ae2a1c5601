import Testing

@testable import Syntax

@Suite struct SymbolTests {
    @Test("the symbols of a file", arguments: Sample.all.indices)
    func names(index: Int) throws {
        let (language, text, expected) = Sample.all[index]
        let file = try Sample.read(text + "\n", language)
        #expect(Sample.names(file) == expected, "\(language)")
        #expect(file.errors == 0, "\(language)")
    }

    @Test("extents are the whole file, without a gap", arguments: Sample.all.indices)
    func extents(index: Int) throws {
        let (language, text, _) = Sample.all[index]
        for variant in [text, text + "\n", "\n\n" + text, text.replacing("\n", with: "\r\n"), text + "\n// ä\n\n"] {
            let file = try Sample.read(variant, language)
            #expect(Sample.rejoined(file.symbols, file) == Array(variant.utf8), "\(language)")
        }
    }

    @Test("anything is cut without a gap", arguments: Language.allCases)
    func rubbish(language: Language) throws {
        let pieces: [[UInt8]] = [
            [], [0x0A], [0xFF, 0xFE, 0x00], Array("}{".utf8), Array("class A {".utf8), Array("class A:".utf8),
            Array("class A:\n".utf8), Array("#if X\n".utf8), Array("\u{FEFF}x".utf8),
        ]
        for bytes in pieces {
            let file = try Sample.read(bytes, language)
            #expect(Sample.rejoined(file.symbols, file) == bytes)
        }
        #expect(try Sample.read("class { ( ", language).errors > 0)
    }

    @Test("what stands before a symbol belongs to it, a licence does not")
    func attachments() throws {
        let file = try Sample.read(Sample.javascript, .javascript)
        #expect(String(decoding: file[file.symbols.header], as: UTF8.self) == "#!/usr/bin/env node\n// Licence.\n\n")
        let texts = file.symbols.symbols.map { String(decoding: file[$0.extent], as: UTF8.self) }
        #expect(texts[0] == "// About the import.\nimport { a, b as c } from \"x\";\n")
        #expect(texts[4] == "export const g = (x) => x + 1; // same line\n")
        let inner = try #require(file.symbols.symbols[6].body)
        #expect(String(decoding: file[inner.header], as: UTF8.self) == "/** A class. */\nclass A extends B {\n")
        #expect(String(decoding: file[inner.symbols[2].extent], as: UTF8.self) == "\n  // bar\n  bar() {}\n")
    }

    @Test("lines and signatures")
    func signatures() throws {
        let file = try Sample.read(Sample.python, .python)
        let method = try #require(file.symbols.all.first { $0.name == "f" })
        #expect(method.line == 7)
        #expect(method.signature == "@dec def f(x)")
    }

    @Test(
        "which languages are known",
        arguments: [
            ("a.ts", Language.typescript), ("dir.x/a.mts", .typescript), ("a.tsx", .tsx), ("a.jsx", .javascript),
            ("a.cjs", .javascript), ("a.pyi", .python), ("a.go", .go), ("a.rs", .rust), ("A.java", .java), ("a.c", .c),
            ("a.h", .cpp), ("a.cc", .cpp), ("a.swift", nil), (".py", nil), ("py", nil), ("a.py/b", nil), ("", nil),
        ])
    func languages(path: String, language: Language?) {
        #expect(Language(path: Array(path.utf8)) == language)
    }

    @Test("what cannot be parsed says why")
    func failures() throws {
        #expect(throws: SyntaxFailure.unknownLanguage) { try Sample.read("x", nil) }
        let size = Grammars.maxBytes + 1
        #expect(throws: SyntaxFailure.tooLarge(size)) { try Sample.read([UInt8](repeating: 0x20, count: size), .go) }
        let missing = Grammars(folder: "/nowhere")
        #expect(throws: SyntaxFailure.self) { try SyntaxFile([], language: .go, with: missing) }
        guard case .noGrammar(let cause) = missing.obstacle else {
            Issue.record("a missing library was found")
            return
        }
        #expect(cause.contains("/nowhere/c.so"))
        #expect(Grammars(folder: nil).obstacle == .noGrammar("they are not installed"))
    }

    @Test("a file that nests very deep")
    func deep() throws {
        let text = "x = " + String(repeating: "(", count: 20_000) + "1" + String(repeating: ")", count: 20_000) + "\n"
        let file = try Sample.read(text, .python)
        #expect(Sample.rejoined(file.symbols, file) == Array(text.utf8))
    }
}
