import Testing

@testable import HookCore

@Suite struct ClaimTargetTests {
    private func target(_ kind: ClaimTarget.Kind, _ path: String) -> ClaimTarget {
        ClaimTarget(kind, at: Array(path.utf8))
    }

    @Test(
        "what a claim covers",
        arguments: [
            (
                ClaimTarget.Kind.path, "src/a.swift", ["src/a.swift"],
                ["src/a.swift/b", "src", "src/a.swif", "SRC/a.swift"]
            ),
            (.path, "app/[id]/page.tsx", ["app/[id]/page.tsx"], ["app/i/page.tsx"]),
            (.directory, "src", ["src/a", "src/deep/er"], ["src", "srcs/a", "a/src/b"]),
            (.directory, "", ["a", "a/b"], []),
            (.glob, "*.swift", ["a.swift", ".swift"], ["src/a.swift", "a.swiftx"]),
            (
                .glob, "src/**/*.swift", ["src/a.swift", "src/x/a.swift", "src/x/y/a.swift"],
                ["src/a.c", "srcs/a.swift", "a.swift"]
            ),
            (.glob, "**/test?.[ch]", ["test1.c", "a/b/test2.h"], ["a/test.c", "a/test/.c", "test1.d"]),
            (.glob, "src/**", ["src/a", "src/a/b"], ["src", "srca"]),
            (.glob, "a[!b-d]e", ["aae", "axe"], ["ace", "a/e"]),
            (.glob, "a[^x]\\*[", ["ay*["], ["ax*[", "ayy["]),
        ])
    func covers(_ kind: ClaimTarget.Kind, _ path: String, _ inside: [String], _ outside: [String]) {
        let claim = target(kind, path)
        for file in inside { #expect(claim.covers(Array(file.utf8)), "\(file)") }
        for file in outside { #expect(!claim.covers(Array(file.utf8)), "\(file)") }
    }

    @Test("long patterns are compared in no time; what cannot be told apart then overlaps")
    func long() throws {
        let one = try ClaimTarget.glob(String(repeating: "**/", count: 1_300) + "q")
        let other = try ClaimTarget.glob(String(repeating: "**/*x*/", count: 500) + "z")
        #expect(!one.overlaps(ClaimTarget(.path, at: Array("a/b".utf8))))
        #expect(one.covers(Array("a/q".utf8)))
        #expect(other.overlaps(try ClaimTarget.glob(String(repeating: "*x*/", count: 500) + "z")))
    }

    @Test(
        "patterns that could never match are refused",
        arguments: ["", "/etc/*", "../x*", "src//x*", "a/./b", "{a,b}", "x/../y"])
    func impossible(_ pattern: String) {
        #expect(throws: ParallelError.self) { try ClaimTarget.glob(pattern) }
    }

    @Test("patterns as people write them", arguments: [("./src/*", "src/a"), ("src/", "src/a/b"), ("\\{a", "{a")])
    func typed(_ pattern: String, _ path: String) throws {
        #expect(try ClaimTarget.glob(pattern).covers(Array(path.utf8)))
    }

    /// All strings of up to seven bytes over a small alphabet are few enough to ask each.
    @Test("two targets overlap exactly when some path is in both")
    func overlaps() {
        var paths: [[UInt8]] = [[]]
        var longest: [[UInt8]] = [[]]
        for _ in 0..<7 {
            longest = longest.flatMap { path in "ab/".utf8.map { path + [$0] } }
            paths += longest
        }
        paths = paths.filter { path in
            let parts = path.split(separator: 0x2F, omittingEmptySubsequences: false)
            return parts.allSatisfy { !$0.isEmpty }
        }
        let texts = ["a", "b", "a/b", "ab", "a/a/b"]
        let globs = ["*", "a*", "*/b", "**/b", "a/**", "a/**/b", "[ab]a", "a?", "**", "?/?", "**/a/**", "*b*", "b/*a"]
        let targets =
            texts.map { target(.path, $0) } + texts.map { target(.directory, $0) } + [target(.directory, "")]
            + globs.map { target(.glob, $0) }
        for one in targets {
            let covered = Set(paths.filter { one.covers($0) })
            for other in targets {
                let common = covered.contains { other.covers($0) }
                #expect(one.overlaps(other) == common, "\(one) \(other)")
            }
        }
    }

    @Test("which modes go together: intent is never in anybody's way")
    func modes() {
        let table = ClaimMode.allCases.map { held in ClaimMode.allCases.map { held.admits($0) } }
        #expect(table == [[false, false, false], [false, true, true], [true, true, true]])
    }
}
