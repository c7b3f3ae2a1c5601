import Files
import Glibc
import TestSupport
import Testing

@testable import GitKit

/// The quick reading of an index agrees with git, or says that it cannot tell.
@Suite struct IndexSurveyTests {
    private let fixture: GitFixture
    private var survey: IndexSurvey? { IndexSurvey(gitDirectory: fixture.root + "/.git") }

    init() throws {
        fixture = try GitFixture()
        let long = String(repeating: "n", count: 200)
        try fixture.commit(
            ["a": "1", "b/c": "22", "b/d/e": "333", "b/d-x": "4444", "ü/\n": "55555", "\(long)/\(long)/f": "6"],
            message: "files")
    }

    private func expectDirectories() throws {
        let files = try fixture.git(["ls-files", "-z"]).split(separator: "\0").map { Array($0.utf8) }
        var directories: Set<PathBytes> = [[]]
        for file in files {
            for index in file.indices where file[index] == 0x2F { directories.insert(Array(file[..<index])) }
        }
        let survey = try #require(survey)
        #expect(survey.directories == directories)
    }

    @Test("directories, sizes and flags", arguments: ["2", "3", "4"])
    func everything(version: String) throws {
        try fixture.git(["update-index", "--index-version", version])
        try expectDirectories()
        let survey = try #require(survey)
        #expect(survey.bytes == 1 + 2 + 3 + 4 + 5 + 1 + 6)
        #expect(!survey.hasGitlinks)
        #expect(!survey.hasFlaggedFiles)
    }

    @Test("names of every length, so that every padding occurs")
    func paddings() throws {
        for length in 1...40 {
            try Files.write(fixture.root + "/p\(length)/" + String(repeating: "x", count: length), "y")
        }
        // Longer than the field for it.
        let deep = (0..<21).map { _ in String(repeating: "d", count: 200) }.joined(separator: "/")
        let id = try fixture.git(["hash-object", "-w", "--stdin"], input: "deep")
        try fixture.git(["add", "--all"])
        try fixture.git(["update-index", "--index-info"], input: "100644 \(id)\t\(deep)\n")
        try expectDirectories()
    }

    @Test("flags", arguments: ["--assume-unchanged", "--skip-worktree"])
    func flags(flag: String) throws {
        try fixture.git(["update-index", flag, "b/c"])
        #expect(survey?.hasFlaggedFiles == true)
    }

    @Test("an intent to add is no such flag")
    func intent() throws {
        try Files.write(fixture.root + "/later/x", "x")
        try fixture.git(["add", "--intent-to-add", "later/x"])
        #expect(survey?.hasFlaggedFiles == false)
        #expect(survey?.directories.contains(Array("later".utf8)) == true)
    }

    @Test("gitlinks")
    func gitlinks() throws {
        let head = try fixture.git(["rev-parse", "HEAD"])
        try fixture.git(["update-index", "--add", "--cacheinfo", "160000,\(head),module"])
        #expect(survey?.hasGitlinks == true)
    }

    @Test("what only git reads, and what is broken, is not guessed at")
    func unusable() throws {
        try fixture.git(["update-index", "--split-index"])
        #expect(survey == nil)
        let sha256 = try GitFixture(initArguments: ["--object-format=sha256"])
        #expect(IndexSurvey(gitDirectory: sha256.root + "/.git") == nil)
        #expect(IndexSurvey(gitDirectory: "/nowhere") == nil)
        let index = fixture.directory.appending("index")
        for content in ["", "DIRC", "DIRC\0\0\0\u{2}\0\0\u{FF}\u{FF}" + String(repeating: "x", count: 400)] {
            try Files.write(index, content)
            #expect(IndexSurvey(gitDirectory: fixture.directory.path) == nil)
        }
    }

    @Test("a file cut short anywhere is never taken for a whole one")
    func truncated() throws {
        let whole = try #require(Files.bytes(fixture.root + "/.git/index"))
        for length in stride(from: 0, to: whole.count, by: 7) {
            try Files.write(fixture.directory.appending("index"), bytes: Array(whole[..<length]))
            #expect(IndexSurvey(gitDirectory: fixture.directory.path) == nil, "\(length) bytes")
        }
    }
}
