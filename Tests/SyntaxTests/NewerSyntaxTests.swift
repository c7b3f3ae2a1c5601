import Testing

@testable import Syntax

/// Syntax that is younger than most code: it is understood, or said not to be, and never taken for something else.
@Suite struct NewerSyntaxTests {
    private static let module = """
        module;
        #include <x>
        export module m:part;
        import std;
        export import :other;
        export class A { public: int x; };
        export template <typename T> void f(T t) {}
        export { int a; void g(); }
        export enum E { P, Q };
        export namespace n { int h(); }
        """

    static let understood: [(Language, String, [String])] = [
        (
            .javascript,
            "import b from \"./b.json\" with { type: \"json\" };\nb ??= c;\nclass A { static { f(); } #p; }",
            ["import \"./b.json\"", "type A", "variable A.#p"]
        ),
        (
            .typescript,
            "import b from \"./b.json\" with { type: \"json\" };\nusing a = f();\nawait using c = g(), d = h();",
            ["import \"./b.json\"", "variable a", "variable c, d"]
        ),
        (.tsx, "class A<const T> { accessor x = 1; }\nusing a = <b/>;", ["type A", "variable A.x", "variable a"]),
        (
            .python, "type A = int\ntype B[T: int] = list[T]\ndef f[T](x: T): pass\nclass C[*Ts]:\n    type D = A",
            ["type A", "type B", "function f", "type C", "type C.D"]
        ),
        (
            .rust,
            "fn f() { let a = async || {}; let b = gen { yield 1; }; let c = &raw const a; }\nfn g() -> "
                + "impl I<T: C> {}",
            ["function f", "function g"]
        ),
        (
            .cpp, module,
            [
                "import <x>", "import import std;", "import export import :other;", "type A", "variable A.x",
                "function f",
                "module export", "variable a", "function g", "type E", "module n", "function n.h",
            ]
        ),
        (.c, "static_assert(1);\nconstexpr int x = 1'000;\ntypeof(x) *y = nullptr;", ["variable x", "variable y"]),
        (.java, "void main() { IO.println(1); }\nrecord R(int a) {}", ["method main", "type R"]),
        (.go, "package p\n\nfunc f() { for i := range 10 { g(i) } }\ntype A = int", ["function f", "type A"]),
    ]

    @Test("what is understood", arguments: understood.indices)
    func symbols(index: Int) throws {
        let (language, text, expected) = Self.understood[index]
        for text in [text, text.replacing("\n", with: "\r\n")] {
            let file = try Sample.read(text + "\n", language)
            #expect(Sample.names(file) == expected, "\(language)")
            #expect(file.errors == 0, "\(language)")
            #expect(Sample.rejoined(file.symbols, file) == Array((text + "\n").utf8), "\(language)")
        }
    }

    @Test(
        "one name for two things",
        arguments: [
            (Language.typescript, "await using b = f(), a = f();\n", "using a = g();\n", "a"),
            (.typescript, "using a = f();\n", "import a from 'x' with { type: 'json' };\n", "a"),
            (.python, "type A[T] = T\n", "from x import A\n", "A"),
            (.cpp, "export int a;\n", "export { void a(); }\n", "a"), (.cpp, "export enum E { P };\n", "int P;\n", "P"),
        ])
    func clashes(language: Language, ours: String, theirs: String, name: String) throws {
        let versions = try ["", ours, theirs].map { try Sample.read($0, language) }
        let found = NameCensus.clashes(base: versions[0], ours: versions[1], theirs: versions[2])
        #expect(found.map(\.name) == [name])
    }

    @Test("members of an exported block are merged, and the block stays one")
    func exportedBlock() throws {
        let base = "export {\nint a;\nint b;\n}\n"
        let outcome = SyntaxMerge.run(
            base: try Sample.read(base, .cpp), ours: try Sample.read(base.replacing("int a;\n", with: ""), .cpp),
            theirs: try Sample.read(base.replacing("int b;", with: "int b;\nint c;"), .cpp),
            mergeText: { _, _, _ in nil })
        #expect(outcome.bytes == Array("export {\nint b;\nint c;\n}\n".utf8))
    }

    @Test("a name that `using` brings into a function is its own")
    func localNames() throws {
        let file = try Sample.read("function f() { using x = g(); y = x; await using z = x; }\n", .typescript)
        let symbol = try #require(file.symbols.symbols.first)
        #expect(file.bindsLocally("x", in: symbol))
        #expect(file.bindsLocally("z", in: symbol))
        #expect(!file.bindsLocally("y", in: symbol))
        #expect(!file.bindsLocally("g", in: symbol))
    }

    @Test(
        "line ends around comments that document are no content",
        arguments: ["/// a\nfn f() {} // b\n", "//! a\n\nfn f() {}\n"])
    func documentation(text: String) throws {
        let (one, other) = (try Sample.read(text, .rust), try Sample.read(text.replacing("\n", with: "\r\n"), .rust))
        #expect(one.content == other.content)
        #expect(one.content != (try Sample.read(text.replacing("a\n", with: "b\n"), .rust)).content)
    }

    @Test(
        "what a place that is not understood swallows is not gone",
        arguments: [
            (Language.javascript, "for (await using e of y) { g(); }\n", "function h() {\n  return 1;\n}\n"),
            (.typescript, "for (using e of y) { g(); }\n", "function h() {\n  return 1;\n}\n"),
        ])
    func swallowed(language: Language, added: String, function: String) throws {
        let (old, new) = (try Sample.read(function, language), try Sample.read(added + function, language))
        #expect(new.errors > 0)
        #expect(!Sample.names(new).contains("function h"))
        #expect(SyntaxDiff(from: old, to: new).changes(.removed).isEmpty)
        let gone = try Sample.read(added, language)
        #expect(SyntaxDiff(from: old, to: gone).changes(.removed).compactMap(\.old?.name) == ["h"])
    }
}
