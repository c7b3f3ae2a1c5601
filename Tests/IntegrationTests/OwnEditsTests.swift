import CoordinatorFixtures
import Files
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// What somebody has edited by hand in a file at which a merge has stopped is in no suggestion, and that is said.
@Suite struct OwnEditsTests {
    private static let base = "import a\n\nx = 1\ny = 1\nz = 1\n"

    private func conflict(_ options: [String] = []) throws -> ConflictFixture {
        let (ours, theirs) = (
            "import a\nimport b\n\nx = 1\ny = 1\nz = 1\n", "import a\nimport c\n\nx = 1\ny = 1\nz = 1\n"
        )
        return try ConflictFixture(["m.py": Self.base], ours: ["m.py": ours], theirs: ["m.py": theirs])
            .merge(options + ["merge", "theirs"])
    }

    @Test("a file as git left it has none, in each style of markers", arguments: ["merge", "diff3", "zdiff3"])
    func none(style: String) throws {
        let conflict = try conflict(["-c", "merge.conflictStyle=\(style)"])
        let survey = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
        let suggestion = try #require(survey.suggestions.first)
        #expect(survey.edited.isEmpty && !suggestion.risks.contains(OwnEdits.notice))
        #expect(try Suggestions(conflict.fixture.command()).apply(suggestion.id).leftOut == nil)
    }

    @Test("nor has one whose markers git has written anew")
    func writtenAnew() throws {
        let conflict = try conflict()
        try conflict.fixture.git(["checkout", "--quiet", "--conflict=diff3", "--", "m.py"])
        #expect(try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root).edited.isEmpty)
    }

    @Test("a line added elsewhere, one deleted, a part resolved", arguments: [0, 1, 2])
    func edited(kind: Int) throws {
        let conflict = try conflict()
        let file = try #require(conflict.file("m.py"))
        let edits = [("x = 1\n", "x = 1\nw = 2  # mine\n"), ("y = 1\n", ""), ("import a\n", "import a  # mine\n")]
        let mine = file.replacing(edits[kind].0, with: edits[kind].1)
        try Files.write(conflict.fixture.root + "/m.py", mine)
        let survey = try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root)
        let suggestion = try #require(survey.suggestions.first)
        #expect(survey.edited.map(\.display) == ["m.py"])
        #expect(suggestion.risks.contains(OwnEdits.notice))
        let applied = try Suggestions(conflict.fixture.command()).apply(suggestion.id)
        #expect(applied.leftOut == OwnEdits.notice)
        let rescue = try #require(applied.rescue)
        #expect(try conflict.fixture.git(["show", "refs/parallel-cc/rescue/\(rescue):m.py"]) + "\n" == mine)
    }

    @Test("the file is what is suggested already: nothing is left out")
    func same() throws {
        let conflict = try conflict()
        let first = try #require(
            try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root).suggestions.first)
        try Files.write(conflict.fixture.root + "/m.py", String(decoding: first.resolution, as: UTF8.self))
        #expect(try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root).edited.isEmpty)
    }
}
