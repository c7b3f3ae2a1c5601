import Testing

@testable import Syntax

@Suite struct SyntaxMergeTests {
    /// A merge of lines that never succeeds: what comes out is the syntax tree's doing.
    private func merge(_ base: String, _ ours: String, _ theirs: String, _ language: Language) throws
        -> SyntaxMerge.Outcome
    {
        SyntaxMerge.run(
            base: try Sample.read(base, language), ours: try Sample.read(ours, language),
            theirs: try Sample.read(theirs, language), mergeText: { _, _, _ in nil })
    }

    private func text(_ outcome: SyntaxMerge.Outcome) -> String? {
        outcome.bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("both add at the end, also without a line break")
    func additions() throws {
        let outcome = try merge(
            "def a(): pass", "def a(): pass\n\ndef b(): pass", "def a(): pass\n\ndef c(): pass", .python)
        #expect(text(outcome) == "def a(): pass\n\ndef b(): pass\n\ndef c(): pass")
    }

    @Test("neighbouring methods")
    func neighbours() throws {
        let base = "class A {\n  a() { return 1; }\n  b() { return 1; }\n}\n"
        let outcome = try merge(
            base, base.replacing("a() { return 1; }", with: "a() { return 2; }"),
            base.replacing("b() { return 1; }", with: "b(x) { return 1; }\n  c() {}"), .javascript)
        #expect(text(outcome) == "class A {\n  a() { return 2; }\n  b(x) { return 1; }\n  c() {}\n}\n")
        #expect(outcome.merged.isEmpty)
    }

    @Test("one side reorders, the other adds and changes")
    func reordered() throws {
        let outcome = try merge(
            "int a() { return 1; }\nint b() { return 2; }\n", "int b() { return 2; }\nint a() { return 1; }\n",
            "int a() { return 3; }\nint c();\nint b() { return 2; }\n", .c)
        #expect(text(outcome) == "int b() { return 2; }\nint a() { return 3; }\nint c();\n")
        #expect(outcome.isReordered)
    }

    @Test(
        "imports are united",
        arguments: [
            (
                Language.javascript, "import { a } from 'x';\n", "import { a, b } from 'x';\n",
                "import { a, c } from 'x';\n",
                "import { a, b, c } from 'x';\n"
            ),
            (.python, "", "from x import b\n", "from x import c\n", "from x import b, c\n"),
            (
                .go, "package p\nimport (\n\t\"a\"\n)\n", "package p\nimport (\n\t\"a\"\n\t\"b\"\n)\n",
                "package p\nimport (\n\t\"c\"\n)\n", "package p\nimport (\n\t\"b\"\n\t\"c\"\n)\n"
            ),
            (.rust, "use x::{a};\n", "use x::{a, b};\n", "use x::{a, c};\n", "use x::{a, b, c};\n"),
            (
                .java, "import a.A;\n", "import a.A;\nimport a.B;\n", "import a.A;\nimport a.C;\n",
                "import a.A;\nimport a.B;\nimport a.C;\n"
            ),
        ])
    func imports(language: Language, base: String, ours: String, theirs: String, expected: String) throws {
        #expect(text(try merge(base, ours, theirs, language)) == expected)
    }

    @Test("a rename follows into the side that only changes the neighbour")
    func renamed() throws {
        let base = "fn total(a: i32) -> i32 { a + 1 + 2 }\nfn g() {}\n"
        let outcome = try merge(
            base, base.replacing("total", with: "sum"), base.replacing("fn g() {}", with: "fn g() { h(); }"), .rust)
        #expect(text(outcome) == "fn sum(a: i32) -> i32 { a + 1 + 2 }\nfn g() { h(); }\n")
    }

    @Test(
        "what cannot be decided is said",
        arguments: [
            ("def f(): return 1\n", "def f(): return 2\n", "def f(): return 3\n", "both sides change function f"),
            ("def f(): return 1\n", "", "def f(): return 3\n", "ours removes function f, the other side changes it"),
            ("", "def f(): return 2\n", "def f(): return 3\n", "both sides add function f"),
            (
                "class A:\n    x = 1\n", "class A:\n    x = 2\n", "class A:\n    x = 3\n",
                "both sides change variable A.x"
            ),
            (
                "a(1)\nb(2)\nc(3)\n", "b(2)\na(1)\nc(3)\n", "c(3)\na(1)\nb(2)\n",
                "both sides put the symbols into another order"
            ),
        ])
    func conflicts(base: String, ours: String, theirs: String, obstacle: String) throws {
        let outcome = try merge(base, ours, theirs, .python)
        #expect(outcome.bytes == nil)
        #expect(outcome.obstacles == [obstacle])
    }

    @Test(
        "a result that lost or doubled something does not add up",
        arguments: [
            ("a b", "a b c", "a b d", "a b c d", true), ("a b", "a b c", "a b d", "a b c", false),
            ("a b", "b", "a b d", "b d", true), ("a b", "b", "a b d", "a b d", false), ("", "x", "x", "x", true),
            ("", "x", "x", "x x", true), ("", "x", "x", "x x x", false), ("a", "", "", "", true),
            ("a", "", "", "a", false),
            ("a", "a", "a", "a z", false),
        ])
    func balance(base: String, ours: String, theirs: String, merged: String, isAllowed: Bool) {
        let balance = WordBalance(base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8))
        #expect(balance.allows(Array(merged.utf8)) == isAllowed)
    }

    @Test(
        "one side changes the comment, the other the code",
        arguments: [
            (Language.python, "# old\ndef f(): return 1\n", "def f(): return 1", "# old", "def f(): return 2", "# new"),
            (.rust, "fn f() { g(1); } // old\n", "g(1)", "// old", "g(2)", "// new"),
            (.c, "/* old */\nint f();\n", "int f()", "/* old */", "int f(int a)", "/* new */"),
            (
                .javascript, "// old\nimport { a } from 'x';\n", "{ a }", "// old", "{ a, b }", "// new"
            ),
        ])
    func comments(
        language: Language, base: String, code: String, comment: String, newCode: String, newComment: String
    ) throws {
        let ours = base.replacing(code, with: newCode)
        let theirs = base.replacing(comment, with: newComment)
        let both = ours.replacing(comment, with: newComment)
        #expect(text(try merge(base, ours, theirs, language)) == both)
        #expect(text(try merge(base, theirs, ours, language)) == both)
    }

    @Test(
        "a comment is never dropped",
        arguments: [
            // Inside the code that the other side changes.
            ("f({ // a\n x: 1 });\n", "f({ // b\n x: 1 });\n", "f({ // a\n x: 2 });\n"),
            // On what the other side removes.
            ("// a\nfunction f() {}\ng();\n", "// b\nfunction f() {}\ng();\n", "g();\n"),
            // On what both add.
            ("g();\n", "g();\n// a\nfunction f() {}\n", "g();\n// b\nfunction f() {}\n"),
            ("g();\n", "g();\nlet f = /* a */ 1;\n", "g();\nlet f = /* b */ 1;\n"),
            // Among imports.
            (
                "import { a } from 'x';\n", "import { a, b } from 'x';\n",
                "import {\n  // why\n  a,\n  c } from 'x';\n"
            ),
            ("import { a } from 'x';\n", "import { a, b } from 'x y';\n", "import { a, c } from 'x  y';\n"),
        ])
    func noCommentIsDropped(base: String, ours: String, theirs: String) throws {
        for (mine, other) in [(ours, theirs), (theirs, ours)] {
            let outcome = try merge(base, mine, other, .javascript)
            let result = text(outcome)
            #expect(outcome.bytes == nil, "\(result ?? "")")
            #expect(!outcome.obstacles.isEmpty, "\(result ?? "")")
        }
    }

    @Test("both add the same, one with a comment")
    func addedWithComment() throws {
        let (plain, said) = ("g();\nlet f = 1;\n", "g();\n// why\nlet  f = 1;\n")
        #expect(text(try merge("g();\n", plain, said, .javascript)) == "g();\n// why\nlet f = 1;\n")
        #expect(text(try merge("g();\n", said, plain, .javascript)) == said)
    }

    @Test("a template's text counts as code")
    func templates() throws {
        let read = { (text: String) in try Sample.read(text, .javascript) }
        let diff = SyntaxDiff(from: try read("let a = `b`;\n"), to: try read("let a = `c`;\n"))
        #expect(diff.changes.count == 1)
    }

    @Test("a merge with itself gives the other side, whatever is merged", arguments: Sample.all.indices)
    func identities(index: Int) throws {
        let (language, text, _) = Sample.all[index]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for cut in stride(from: 0, to: lines.count, by: 3) {
            let other = (lines[..<cut] + lines[min(cut + 2, lines.count)...]).joined(separator: "\n")
            #expect(self.text(try merge(text, text, other, language)) == other)
            #expect(self.text(try merge(text, other, text, language)) == other)
            #expect(self.text(try merge(text, other, other, language)) == other)
        }
    }
}
