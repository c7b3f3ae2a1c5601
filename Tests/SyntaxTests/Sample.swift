import TestSupport
import Testing

@testable import Syntax

/// Files in the languages that we know, and how to read them.
enum Sample {
    static func read(_ text: String, _ language: Language?) throws -> SyntaxFile {
        try read(Array(text.utf8), language)
    }

    static func read(_ bytes: [UInt8], _ language: Language?) throws -> SyntaxFile {
        try SyntaxFile(bytes, language: language, with: Grammars(folder: try TestGrammars.require()))
    }

    /// "kind qualified.name" of every symbol; statements left out.
    static func names(_ file: SyntaxFile) -> [String] {
        file.symbols.all.filter { $0.kind != .statement }.map { "\($0.kind.rawValue) \($0.qualifiedName)" }
    }

    /// Header, extents and footers together.
    static func rejoined(_ list: SymbolList, _ file: SyntaxFile) -> [UInt8] {
        var bytes = Array(file[list.header])
        for symbol in list.symbols {
            bytes += symbol.body.map { rejoined($0, file) } ?? Array(file[symbol.extent])
        }
        return bytes + file[list.footer]
    }

    static let javascript = """
        #!/usr/bin/env node
        // Licence.

        // About the import.
        import { a, b as c } from "x";
        import d from 'y';
        export { a };
        export default function f(x) { return x; }
        export const g = (x) => x + 1; // same line

        let h = 1, k = 2;
        /** A class. */
        class A extends B {
          static z = 1;
          foo(y) { return this.x; }

          // bar
          bar() {}
        }
        describe("x", () => { });
        """

    static let typescript = """
        import type { T0 } from "./t";
        export abstract class A<T> extends B { private x = 1; foo(y: number) { return this.x; }
          abstract bar(): void;
          @dec()
          baz() {}
        }
        interface I { p: number; q(): void }
        export type T = string;
        enum E { A, B }
        declare function over(a: string): void;
        namespace N { export function z() {} }
        @Comp({})
        export class Q {}
        """

    static let python = """
        # Licence.

        from __future__ import annotations
        import os, sys
        from x import (a, b as c)

        @dec
        def f(x):
            return x

        class A(B):
            \"\"\"doc\"\"\"
            x = 1
            y: int = 2

            @property
            def m(self):
                return 1
            # end of A

        V = 1
        if __name__ == "__main__":
            f()
        """

    static let go = """
        // Licence.

        package p

        import "fmt"
        import (
        \t"os"
        \tx "y"
        )

        // F does.
        func F(a int) int { return a }
        func (s *S) M() {}
        type S struct { a int }
        type (
        \tI interface{ M() }
        \tJ int
        )
        const C = 1
        var (
        \tv = 1
        \tw int
        )
        """

    static let rust = """
        use std::{io, fmt};
        use a::b;
        mod m { fn x() {} }
        /// doc
        #[derive(Debug)]
        pub struct S { a: i32 }
        enum E { A }
        impl S { pub fn new() -> S { S { a: 1 } } }
        impl<T> fmt::Debug for S<T> {
            fn fmt(&self) {}
        }
        trait T { fn r(&self); const X: i32; }
        static D: i32 = 1;
        macro_rules! mm { () => {} }
        fn f<T>(a: T) -> i32 { g!(1); 1 }
        """

    static let java = """
        package p;
        import a.b.C;
        /** d */
        @Ann public class A extends B {
            private int x = 1, y;
            A() {}
            void m(int a) { }
            void m(String a) { }
            enum E { P, Q; }
            class In { int z; }
        }
        interface I { int f(); }
        record R(int a) {}
        """

    static let cpp = """
        #ifndef X
        #define X
        #include <a.h>
        #define M(a) a
        namespace n {
        class A : B { public: int x; void f(int a) { } virtual void g() = 0; A(); };
        template <class T> T h(T a) { return a; }
        }
        void n::A::k() {}
        int *p(int a);
        struct S { int a; };
        typedef struct { int b; } T;
        extern "C" { int q(); }
        using Z = int;
        enum class E { A };
        static const int c = 1;
        #endif
        """

    static let c = """
        #include "a.h"
        struct S { int a; };
        int *p(int a) { return 0; }
        int x[3] = {1};
        enum E {A};
        int (*fp)(int);
        """

    /// All of them, with what must be found in each.
    static let all: [(Language, String, [String])] = [
        (
            .javascript, javascript,
            [
                "import \"x\"", "import 'y'", "export ", "function f", "function g", "variable h, k", "type A",
                "variable A.z", "method A.foo", "method A.bar",
            ]
        ),
        (
            .typescript, typescript,
            [
                "import \"./t\"", "type A", "variable A.x", "method A.foo", "method A.bar", "method A.baz", "type I",
                "variable I.p", "method I.q", "type T", "type E", "function over", "module N", "function N.z", "type Q",
            ]
        ),
        (
            .python, python,
            [
                "import from __future__ import annotations", "import import os, sys", "import x", "function f",
                "type A",
                "variable A.x", "variable A.y", "method A.m", "variable V",
            ]
        ),
        (
            .go, go,
            [
                "import import \"fmt\"", "import ()", "function F", "method S.M", "type S", "type I, J", "variable C",
                "variable v, w",
            ]
        ),
        (
            .rust, rust,
            [
                "import std", "import use a::b;", "module m", "function m.x", "type S", "type E", "module S",
                "method S.new", "module <S<T> as fmt::Debug>", "method <S<T> as fmt::Debug>.fmt", "type T",
                "method T.r",
                "variable T.X", "variable D", "function mm!", "function f",
            ]
        ),
        (
            .java, java,
            [
                "import import a.b.C;", "type A", "variable A.x, y", "method A.A", "method A.m", "method A.m",
                "type A.E",
                "type A.In", "variable A.In.z", "type I", "method I.f", "type R",
            ]
        ),
        (
            .cpp, cpp,
            [
                "module #if X", "variable X", "import <a.h>", "function M", "module n", "type n.A", "variable n.A.x",
                "method n.A.f", "method n.A.g", "method n.A.A", "function n.h", "function n::A::k", "function p",
                "type S",
                "variable S.a", "type T", "module extern", "function q", "type Z", "type E", "variable c",
            ]
        ),
        (.c, c, ["import \"a.h\"", "type S", "variable S.a", "function p", "variable x", "type E", "function fp"]),
    ]
}
