import Testing

@testable import Syntax

@Suite struct SyntaxDiffTests {
    /// "kind old → new" of every change.
    private func changes(_ old: String, _ new: String, _ language: Language) throws -> [String] {
        let diff = SyntaxDiff(from: try Sample.read(old, language), to: try Sample.read(new, language))
        return diff.changes.map { change in
            let names = [change.old, change.new].compactMap { $0?.qualifiedName }
            let text = names.first == names.last ? names.prefix(1) : names[...]
            return "\(change.kind.rawValue) \(text.joined(separator: " → "))"
        }
    }

    @Test(
        "what counts as a change, and what does not",
        arguments: [
            ("def f():\n    return 1\n", "def f():\n    return 2\n", ["body changed f"]),
            ("def f(): return 1\n", "def f(): return 2\n", ["body changed f"]),
            ("def f(): return 1\ndef g(): return 2\n", "def g(): return 2\ndef f(): return 1\n", []),
            ("def f(a):\n    return a\n", "# new comment\ndef f( a ):\n\n    return a  # more\n", []),
            ("def f(a): return a\n", "def f(a, b): return a\n", ["signature changed f"]),
            ("def f(a): return a\n", "", ["removed f"]),
            ("", "import os\nx = 1\n", ["added import os", "added x"]),
            (
                "def total(a, b):\n    return total(a - 1, b) + b\n",
                "def amount(a, b):\n    return amount(a - 1, b) + b\n",
                ["renamed total → amount"]
            ),
            (
                "def total(a, b):\n    x = a * 2 + b\n    y = x - 1\n    return x + y\n",
                "def amount(a, b):\n    x = a * 2 + b\n    y = x - 2\n    return x + y\n", ["renamed total → amount"]
            ),
            ("if x:\n    a()\n    b()\n", "if x:\n    a()\nb()\n", ["body changed ", "added "]),
            (
                "class A:\n    def f(self): pass\n    def g(self): pass\n",
                "class A(B):\n    def g(self): pass\n    def f(self): return 1\n",
                ["signature changed A", "body changed A.f"]
            ),
        ])
    func python(old: String, new: String, expected: [String]) throws {
        #expect(try changes(old, new, .python) == expected)
    }

    @Test("overloads are told apart")
    func overloads() throws {
        let old = "class A { void f(int a) { x(); } void f(String a) { y(); } }"
        let new = "class A { void f(String a) { y(); } void f(int a) { z(); } void f() {} }"
        #expect(try changes(old, new, .java) == ["body changed A.f", "added A.f"])
    }

    @Test("a broken use: renamed, removed, another signature; only what is new counts")
    func brokenUses() throws {
        let base = try Sample.read(
            "def old_name(a, b):\n    return a + b * 2\n\ndef gone(): pass\ndef user(): return old_name(1, 2)\n",
            .python)
        let ours = try Sample.read(
            "def new_name(a, b):\n    return a + b * 2\n\ndef user(): return new_name(1, 2)\n", .python)
        let theirs = try Sample.read(
            "def old_name(a, b):\n    return a + b * 2\n\ndef gone(): pass\ndef user(): return old_name(1, "
                + "2)\ndef more(): return gone() + old_name(3, 4)\n",
            .python)
        let search = BrokenUseSearch(
            SyntaxDiff(from: base, to: ours).changes, present: Set(ours.symbols.all.map(\.name)))
        let found = search.find(in: theirs, since: base)
        #expect(
            Set(found.map { "\($0.change.kind.rawValue) \($0.change.old?.name ?? "") in \($0.user):\($0.use.line)" })
                == [
                    "renamed old_name in more:6", "removed gone in more:6",
                ])
        #expect(search.find(in: base, since: base).isEmpty)
        let elsewhere = try Sample.read("from a import gone\ngone()\n", .python)
        #expect(search.find(in: elsewhere, since: nil).count == 2)
        let own = try Sample.read("def gone(x): pass\ngone(1)\n", .python)
        #expect(search.find(in: own, since: nil).isEmpty)
    }

    @Test(
        "an import is taken away and used anew, in the same file",
        arguments: [
            (
                Language.typescript, "import a, { b as beta, c } from 'x';\n", "import a, { c } from 'x';\n",
                "use(beta);\n", ["beta"]
            ),
            (.typescript, "import * as ns from 'x';\n", "", "ns.f();\n", ["ns"]),
            (.typescript, "import type { T } from 'x';\n", "", "let t: T;\n", ["T"]),
            (.python, "from x import (\n  alpha,\n  beta)\n", "from x import alpha\n", "print(beta)\n", ["beta"]),
            (.python, "import os\nimport sys\n", "import os\n", "def f(): return sys.path\n", ["sys"]),
            (.python, "import os.path\n", "import os\n", "def f(): return os.getcwd()\n", []),
            (.python, "import os\n", "", "def f(): return x.os\n", []),
            (.go, "package p\nimport \"os\"\n", "package p\n", "func f() { os.Exit(1) }\n", ["os"]),
            (.java, "import a.List;\n", "", "class K { List f() { return null; } }\n", ["List"]),
            (.rust, "use a::{b, c::D};\n", "use a::b;\n", "fn f() -> D { D::new() }\n", ["D"]),
            (.typescript, "import { c } from 'x';\n", "import { c } from 'y';\n", "use(c);\n", []),
            (.typescript, "import { c } from 'x';\n", "function c() {}\n", "use(c);\n", []),
            (.typescript, "const a = 1, bee = 2;\n", "const a = 1;\n", "use(bee);\n", ["bee"]),
            (.typescript, "const { a, bee } = x;\n", "const { a } = x;\n", "use(bee);\n", ["bee"]),
            (.typescript, "function f() {}\n", "import { f } from 'x';\n", "f();\n", []),
        ])
    func lostNames(language: Language, base: String, ours: String, added: String, expected: [String]) throws {
        let (old, new) = (try Sample.read(base, language), try Sample.read(ours, language))
        let theirs = try Sample.read(base + added, language)
        let search = BrokenUseSearch(from: old, to: new)
        let found = search.find(in: theirs, since: old, isSameFile: true)
        #expect(Set(found.compactMap(\.change.old?.name)) == Set(expected))
        let imports = BrokenUseSearch(SyntaxDiff(from: old, to: new).changes, present: [], here: new.usableNames)
        let isImport = base.hasPrefix("import") || base.hasPrefix("from") || base.hasPrefix("use")
        if isImport { #expect(imports.find(in: theirs, since: old).isEmpty) }
    }

    @Test(
        "names of one letter: in their own file, where they are no parameters and local variables",
        arguments: [
            (Language.typescript, "const x = 1;\n", "const z = x + 1;\n", true),
            (.typescript, "const x = 1;\n", "const z = (x) => x + 1;\n", false),
            (.typescript, "const x = 1;\n", "const z = x => x + 1;\n", false),
            (.typescript, "const x = 1;\n", "function f({ a: x }) { return x; }\n", false),
            (.typescript, "const x = 1;\n", "function f() { for (const x of y) g(x); }\n", false),
            (.typescript, "type T = 1;\n", "function f<T>(t: T) {}\n", false),
            (.typescript, "type T = 1;\n", "function f(t: T) {}\n", true),
            (.python, "x = 1\n", "def f(): return x\n", true),
            (.python, "x = 1\n", "def f(x): return x\n", false),
            (.python, "x = 1\n", "def f(a: int, x: int = 1): return x\n", false),
            (.python, "x = 1\n", "z = [x for x in y]\n", false),
            (.python, "x = 1\n", "def f():\n  x = 2\n  return x\n", false),
            (.go, "package p\nfunc F() {}\n", "func g() { F() }\n", true),
            (.go, "package p\nvar i = 1\n", "func g() { for i := range a { h(i) } }\n", false),
            (.go, "package p\nvar i = 1\n", "func g(i int) { h(i) }\n", false),
            (.rust, "struct T;\n", "fn f<T>(t: T) {}\n", false),
            (.rust, "fn f() {}\n", "fn g() { let f = 1; h(f) }\n", false),
            (.rust, "fn f() {}\n", "fn g() { f() }\n", true),
            (.java, "class T {}\n", "class K { T t; }\n", true),
            (.java, "class T {}\n", "class K<T> { T t; }\n", true),
            (.c, "int i;\n", "void f(void) { for (int i = 0; i < 1; i++) g(i); }\n", false),
            (.c, "int i;\n", "void f(int *i) { g(i); }\n", false),
            (.c, "int i;\n", "void f(void) { g(i); }\n", true),
        ])
    func shortNames(language: Language, base: String, added: String, isFound: Bool) throws {
        let old = try Sample.read(base, language)
        let new = try Sample.read(language == .go ? "package p\n" : "", language)
        let theirs = try Sample.read(base + added, language)
        let found = BrokenUseSearch(from: old, to: new).find(in: theirs, since: old, isSameFile: true)
        #expect(!found.isEmpty == isFound)
        #expect(BrokenUseSearch(from: old, to: new).find(in: theirs, since: old).isEmpty)
    }

    @Test("strings and comments are no uses")
    func noUses() throws {
        let file = try Sample.read("// gone()\nlet s = \"gone\"; x.gone(); gone();\n", .javascript)
        #expect(file.uses(of: "gone").map(\.isMember) == [true, false])
    }
}
