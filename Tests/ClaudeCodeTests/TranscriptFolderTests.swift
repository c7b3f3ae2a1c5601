import Glibc
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct TranscriptFolderTests {
    @Test("the transcripts of a directory, oldest first, and nothing else that lies there")
    func list() throws {
        let claude = TemporaryDirectory.oddlyNamed()
        try claude.folder("projects")
        // What Claude Code makes of a path: one dash for ä, two for an emoji.
        let place = "projects/-srv-my-project--x---worktrees"
        try claude.folder(place)
        for (name, time) in [("b", 2_000), ("a", 3_000)] {
            let file = try claude.write("{}\n", to: "\(place)/\(name).jsonl")
            var times = [timeval(tv_sec: time, tv_usec: 5_000), timeval(tv_sec: time, tv_usec: 5_000)]
            utimes(file, &times)
        }
        try claude.write("", to: "\(place)/notes.txt")
        try claude.folder("\(place)/d.jsonl")
        let found = TranscriptFolder(claudeDirectory: claude.path, directory: "/srv/my_project.äx.😀worktrees").list()
        #expect(found.map(\.sessionID) == ["b", "a"])
        #expect(found.map(\.updated) == [2_000_005, 3_000_005])
    }

    @Test("a directory that Claude has never seen has none")
    func missing() {
        #expect(TranscriptFolder(claudeDirectory: "/nonexistent", directory: "/srv").list().isEmpty)
    }
}
