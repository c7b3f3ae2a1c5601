import TestSupport
import Testing

@testable import Coordinator

/// Nothing that a side says is left out of a suggestion.
@Suite struct SuggestionMeaningTests {
    @Test("no side's comment is dropped without a word")
    func comments() throws {
        let base = "function f() {\n  // step one\n  run(1);\n}\n"
        let quarrel = try Quarrel(
            ["f.js": base], ours: ["f.js": base.replacing("run(1)", with: "run(2)")],
            theirs: ["f.js": base.replacing("one", with: "one: never call run with 0")]
        ).merge()
        #expect(try quarrel.world.command().makeSuggestions(at: quarrel.world.root).suggestions.isEmpty)
    }
}
