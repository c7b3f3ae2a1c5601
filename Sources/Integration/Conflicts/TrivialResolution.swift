internal import Coordinator
internal import GitKit
internal import Syntax

/// The whole file, when at each conflicting part only one side made a real change.
struct TrivialResolution {
    let bytes: [UInt8]
    /// Whether the texts were compared, not the code. Blanks at the ends of lines were ignored then.
    let isByText: Bool

    /// Resolves the file.
    /// - Parameter merge: the whole file, with the base of each conflict.
    /// - Returns: nil when both sides made a real change, and when there is no conflicting part, because git has other
    ///   reasons then.
    init?(_ merge: TextMerge, versions: FileVersions, with grammars: Grammars) {
        guard merge.conflicts > 0 || versions.ours == versions.theirs else { return nil }
        guard case .success(let trees) = versions.trees,
            trees.base.errors + trees.ours.errors + trees.theirs.errors == 0
        else {
            let merged = merge.resolved { Self.choose($0, ours: $1, theirs: $2, by: Blanks.withoutLineEnds)?.taken }
            guard let merged else { return nil }
            bytes = merged
            isByText = true
            return
        }
        // If all three texts differ in blanks only, the code shows which side made a real change.
        let orders: [[Likeness]] = [
            [.sides, .theirs, .ours], [.theirs, .ours, .sides], [.ours, .theirs, .sides],
        ]
        let merged = orders.lazy.compactMap {
            Self.byCode(merge, order: $0, language: trees.ours.language, with: grammars)
        }.first
        guard let merged else { return nil }
        bytes = merged
        isByText = false
    }

    /// The two texts of a part that are equal: those of the sides, or that of one side and the base.
    private enum Likeness { case sides, ours, theirs }

    /// The text that is taken for a part, and the two texts that count as equal.
    private struct Choice {
        let taken: [UInt8]
        let one: [UInt8]
        let other: [UInt8]
    }

    /// Chooses a text for one part.
    /// - Parameter order: the equalities, in the order in which they are tried.
    private static func choose(
        _ base: [UInt8], ours: [UInt8], theirs: [UInt8], order: [Likeness] = [.sides, .theirs, .ours],
        by plain: ([UInt8]) -> [UInt8]
    ) -> Choice? {
        let (old, mine, other) = (plain(base), plain(ours), plain(theirs))
        return order.lazy.compactMap { likeness in
            switch likeness {
            case .sides: mine == other ? Choice(taken: ours, one: ours, other: theirs) : nil
            // The other side changed only blanks.
            case .theirs: other == old ? Choice(taken: ours, one: theirs, other: base) : nil
            case .ours: mine == old ? Choice(taken: theirs, one: ours, other: base) : nil
            }
        }.first
    }

    /// Returns the file if the texts that count as equal are equal as code, too: blanks in a string are code. Two whole
    /// files that differ only in these texts are compared, because a piece of a file may be parsed as anything.
    private static func byCode(
        _ merge: TextMerge, order: [Likeness], language: Language, with grammars: Grammars
    ) -> [UInt8]? {
        let file = { (part: (Choice) -> [UInt8]) in
            merge.resolved { choose($0, ours: $1, theirs: $2, order: order, by: Blanks.removed).map(part) }
        }
        guard let merged = file(\.taken), let one = file(\.one), let other = file(\.other),
            let first = try? SyntaxFile(one, language: language, with: grammars),
            let second = try? SyntaxFile(other, language: language, with: grammars), first.errors + second.errors == 0,
            first.content == second.content
        else { return nil }
        return merged
    }
}
