import TestSupport
import Testing

@testable import Coordinator

/// Nothing that anybody writes meanwhile is lost by applying a suggestion.
@Suite struct SuggestionLossTests {
    private static let base = "a\n"

    private func quarrel() throws -> Quarrel {
        try Quarrel(["n.txt": Self.base], ours: ["n.txt": "a\nours\n"], theirs: ["n.txt": "a\ntheirs\n"]).merge()
    }

    private func offer(_ quarrel: Quarrel) throws -> Suggestion {
        try #require(try quarrel.world.command().makeSuggestions(at: quarrel.world.root).suggestions.first)
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
