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

    private func quarrel() throws -> Quarrel {
        try Quarrel(["n.txt": Self.base], ours: ["n.txt": "a\nours\n"], theirs: ["n.txt": "a\ntheirs\n"]).merge()
    }

    private func offer(_ quarrel: Quarrel) throws -> Suggestion {
        try #require(try quarrel.world.command().makeSuggestions(at: quarrel.world.root).suggestions.first)
    }

    /// Who has opened the file before the exchange.
    private final class Writer: Sendable {
        private let descriptor: Int32

        init(_ quarrel: Quarrel) throws {
            descriptor = open(quarrel.world.root + "/n.txt", O_WRONLY | O_APPEND | O_CLOEXEC)
            try #require(descriptor >= 0)
        }

        deinit { close(descriptor) }

        func write() { #expect(Glibc.write(descriptor, "precious\n", 9) == 9) }
    }

    private func beside(_ quarrel: Quarrel) -> [String] {
        DirectoryNames.list(quarrel.world.root).filter { $0.hasPrefix(".parallel-cc-") }
    }

    @Test("who had the file open writes while the commands run: his file is back")
    func lateWriter() throws {
        let quarrel = try quarrel()
        let suggestion = try offer(quarrel)
        let conflicted = try #require(quarrel.file("n.txt"))
        let writer = try Writer(quarrel)
        let command = try quarrel.world.command(reach: { if $0 == "suggestion.verified" { writer.write() } })
        let error = #expect(throws: ParallelError.self) { try command.applySuggestion(suggestion.id) }
        #expect(error?.code == .suggestionOutdated && quarrel.file("n.txt") == conflicted + "precious\n")
        #expect(beside(quarrel).isEmpty)
        #expect(try quarrel.world.command().suggestion(suggestion.id).state == .offered)
    }

    @Test("who has the file open still may write later: it is kept, and named")
    func laterWriter() throws {
        let quarrel = try quarrel()
        let suggestion = try offer(quarrel)
        let conflicted = try #require(quarrel.file("n.txt"))
        let writer = try Writer(quarrel)
        let applied = try quarrel.world.command().applySuggestion(suggestion.id)
        let kept = try #require(applied.kept)
        writer.write()
        #expect(quarrel.file("n.txt") == Self.merged && quarrel.file(kept.display) == conflicted + "precious\n")
        #expect(beside(quarrel) == [kept.display])
        #expect(try quarrel.world.command().suggestion(suggestion.id).state == .applied)
        #expect(try keptFiles(quarrel) == [kept.display])
    }

    /// What the events name as kept.
    private func keptFiles(_ quarrel: Quarrel) throws -> [String?] {
        try quarrel.world.command().events(repository: quarrel.world.repository)
            .filter { $0.event == "suggestion.kept" }.map(\.detail)
    }

    @Test("killed after the exchange, and who had the file open wrote since")
    func killed() throws {
        let quarrel = try quarrel()
        let suggestion = try offer(quarrel)
        let conflicted = try #require(quarrel.file("n.txt"))
        let writer = try Writer(quarrel)
        _ = try Victim(quarrel.world).run("apply", suggestion.id, killAt: "suggestion.exchanged")
        writer.write()
        try quarrel.world.command().repairSuggestions()
        #expect(quarrel.file("n.txt") == conflicted + "precious\n" && beside(quarrel).isEmpty)
    }

    @Test("both the new file and the old one were written to: both are there")
    func bothWritten() throws {
        let quarrel = try quarrel()
        let suggestion = try offer(quarrel)
        let conflicted = try #require(quarrel.file("n.txt"))
        let writer = try Writer(quarrel)
        let command = try quarrel.world.command(
            overrides: ["merge.verify": "echo more >> n.txt"],
            reach: { if $0 == "suggestion.verified" { writer.write() } })
        let error = #expect(throws: ParallelError.self) { try command.applySuggestion(suggestion.id) }
        #expect(error?.message.contains("somebody has changed the new file meanwhile") == true)
        #expect(quarrel.file("n.txt") == Self.merged + "more\n")
        #expect(beside(quarrel).map { quarrel.file($0) } == [conflicted + "precious\n"])
        let kept = try #require(beside(quarrel).first)
        #expect(error?.message.contains(kept) == true)
        #expect(try keptFiles(quarrel) == [kept])
    }

    @Test("after a failed command it is said how the file is", arguments: [false, true])
    func failedCommand(isEdited: Bool) throws {
        let quarrel = try quarrel()
        let suggestion = try offer(quarrel)
        let verify = (isEdited ? "echo more >> n.txt; " : "") + "false"
        let error = #expect(throws: ParallelError.self) {
            try quarrel.world.command(overrides: ["merge.verify": verify]).applySuggestion(suggestion.id)
        }
        #expect(error?.code == .suggestionRefused)
        #expect(error?.message.contains("the file is as it was") == !isEdited)
        #expect(error?.message.contains("somebody has changed the new file meanwhile") == isEdited)
    }

    @Test("a trial stores nothing in the repository")
    func trial() throws {
        let quarrel = try quarrel()
        let suggestion = try offer(quarrel)
        let objects = try quarrel.world.git(["count-objects", "-v"])
        _ = try quarrel.world.command().applySuggestion(suggestion.id, isTrial: true)
        #expect(try quarrel.world.git(["count-objects", "-v"]) == objects)
    }
}
