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
            "def old_name(a, b):\n    return a + b * 2\n\ndef gone(): pass\ndef user(): return old_name(1, 2)\ndef more(): return gone() + old_name(3, 4)\n",
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

    @Test("strings and comments are no uses")
    func noUses() throws {
        let file = try Sample.read("// gone()\nlet s = \"gone\"; x.gone(); gone();\n", .javascript)
        #expect(file.uses(of: "gone").map(\.isMember) == [true, false])
    }
}
