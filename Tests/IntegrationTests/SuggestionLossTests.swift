import CoordinatorFixtures
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// Nothing that anybody writes meanwhile is lost by applying a suggestion.
@Suite struct SuggestionLossTests {
    private static let base = "a\n"
    private static let merged = "a\nours\ntheirs\n"

    private func conflict() throws -> ConflictFixture {
        try ConflictFixture(["n.txt": Self.base], ours: ["n.txt": "a\nours\n"], theirs: ["n.txt": "a\ntheirs\n"])
            .merge()
    }

    private func offer(_ conflict: ConflictFixture) throws -> Suggestion {
        try #require(try Suggestions(conflict.fixture.command()).make(at: conflict.fixture.root).suggestions.first)
    }

    /// Who has opened the file before the exchange.
    private final class Writer: Sendable {
        private let descriptor: Int32

        init(_ conflict: ConflictFixture) throws {
            descriptor = open(conflict.fixture.root + "/n.txt", O_WRONLY | O_APPEND | O_CLOEXEC)
            try #require(descriptor >= 0)
        }

        deinit { close(descriptor) }

        func write() { #expect(Glibc.write(descriptor, "precious\n", 9) == 9) }
    }

    private func beside(_ conflict: ConflictFixture) -> [String] {
        DirectoryNames.list(conflict.fixture.root).filter { $0.hasPrefix(".parallel-cc-") }
    }

    @Test("who had the file open writes while the commands run: his file is back")
    func lateWriter() throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let conflicted = try #require(conflict.file("n.txt"))
        let writer = try Writer(conflict)
        let command = try conflict.fixture.command(reach: { if $0 == "suggestion.verified" { writer.write() } })
        let error = #expect(throws: ParallelError.self) { try Suggestions(command).apply(suggestion.id) }
        #expect(error?.code == .suggestionOutdated)
        #expect(conflict.file("n.txt") == conflicted + "precious\n")
        #expect(beside(conflict).isEmpty)
        #expect(try Suggestions(conflict.fixture.command()).find(suggestion.id).state == .offered)
    }

    @Test("who has the file open still may write later: it is kept, and named")
    func laterWriter() throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let conflicted = try #require(conflict.file("n.txt"))
        let writer = try Writer(conflict)
        let applied = try Suggestions(conflict.fixture.command()).apply(suggestion.id)
        let kept = try #require(applied.kept)
        writer.write()
        #expect(conflict.file("n.txt") == Self.merged)
        #expect(conflict.file(kept.display) == conflicted + "precious\n")
        #expect(beside(conflict) == [kept.display])
        #expect(try Suggestions(conflict.fixture.command()).find(suggestion.id).state == .applied)
        #expect(try keptFiles(conflict) == [kept.display])
    }

    /// What the events name as kept.
    private func keptFiles(_ conflict: ConflictFixture) throws -> [String?] {
        try conflict.fixture.command().events(repository: conflict.fixture.repository)
            .filter { $0.event == "suggestion.kept" }.map(\.detail)
    }

    @Test("killed after the exchange, and who had the file open wrote since")
    func killed() throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let conflicted = try #require(conflict.file("n.txt"))
        let writer = try Writer(conflict)
        _ = try Victim(conflict.fixture).run("apply", suggestion.id, killAt: "suggestion.exchanged")
        writer.write()
        try Suggestions(conflict.fixture.command()).repair()
        #expect(conflict.file("n.txt") == conflicted + "precious\n")
        #expect(beside(conflict).isEmpty)
    }

    @Test("one whose worktree is no repository any more does not stop the others")
    func brokenWorktree() throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        _ = try Victim(conflict.fixture).run("apply", suggestion.id, killAt: "suggestion.written")
        #expect(rename(conflict.fixture.repository, conflict.fixture.root + "/git") == 0)
        try Suggestions(conflict.fixture.command()).repair()
        let narration = conflict.fixture.narration
        #expect(narration.contains { $0.contains(suggestion.id) && $0.contains("cannot be undone now") })
        #expect(rename(conflict.fixture.root + "/git", conflict.fixture.repository) == 0)
        conflict.fixture.kill(ProcessIdentity(pid: 5_000_000, startTime: 1))
        try Suggestions(conflict.fixture.command(5_000_001)).repair()
        #expect(try Suggestions(conflict.fixture.command()).find(suggestion.id).state == .offered)
    }

    @Test("both the new file and the old one were written to: both are there")
    func bothWritten() throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let conflicted = try #require(conflict.file("n.txt"))
        let writer = try Writer(conflict)
        let command = try conflict.fixture.command(
            overrides: ["merge.verify": "echo more >> n.txt"],
            reach: { if $0 == "suggestion.verified" { writer.write() } })
        let error = #expect(throws: ParallelError.self) { try Suggestions(command).apply(suggestion.id) }
        #expect(error?.message.contains("somebody has changed the new file meanwhile") == true)
        #expect(conflict.file("n.txt") == Self.merged + "more\n")
        #expect(beside(conflict).map { conflict.file($0) } == [conflicted + "precious\n"])
        let kept = try #require(beside(conflict).first)
        #expect(error?.message.contains(kept) == true)
        #expect(try keptFiles(conflict) == [kept])
    }

    @Test("after a failed command it is said how the file is", arguments: [false, true])
    func failedCommand(isEdited: Bool) throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let verify = (isEdited ? "echo more >> n.txt; " : "") + "false"
        let error = #expect(throws: ParallelError.self) {
            try Suggestions(conflict.fixture.command(overrides: ["merge.verify": verify])).apply(suggestion.id)
        }
        #expect(error?.code == .suggestionRefused)
        #expect(error?.message.contains("the file is as it was") == !isEdited)
        #expect(error?.message.contains("somebody has changed the new file meanwhile") == isEdited)
    }

    @Test("a trial stores nothing in the repository")
    func trial() throws {
        let conflict = try conflict()
        let suggestion = try offer(conflict)
        let objects = try conflict.fixture.git(["count-objects", "-v"])
        _ = try Suggestions(conflict.fixture.command()).apply(suggestion.id, isTrial: true)
        #expect(try conflict.fixture.git(["count-objects", "-v"]) == objects)
    }
}
