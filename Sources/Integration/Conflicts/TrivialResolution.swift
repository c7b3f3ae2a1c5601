internal import Coordinator
internal import GitKit
internal import Syntax

/// The whole file, where at no place in conflict both sides have something to say.
struct TrivialResolution {
    let bytes: [UInt8]
    /// Whether the texts were compared, not the code: blanks at the ends of lines were taken for nothing.
    let isByText: Bool

    /// - Parameter merge: the whole file, its conflicts with their base.
    /// - Returns: nil where both sides say something, and where there is no place in conflict: then git has its reasons.
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
        // Where all three say the same but for blanks, the code tells who has something to say.
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

    /// Which two texts of a place are the same: those of the sides, or that of one side and of the base.
    private enum Likeness { case sides, ours, theirs }

    /// What is taken at a place, and which two texts are taken for the same.
    private struct Choice {
        let taken: [UInt8]
        let one: [UInt8]
        let other: [UInt8]
    }

    /// - Parameter order: what is looked for first.
    private static func choose(
        _ base: [UInt8], ours: [UInt8], theirs: [UInt8], order: [Likeness] = [.sides, .theirs, .ours],
        by plain: ([UInt8]) -> [UInt8]
    ) -> Choice? {
        let (old, mine, other) = (plain(base), plain(ours), plain(theirs))
        return order.lazy.compactMap { likeness in
            switch likeness {
            case .sides: mine == other ? Choice(taken: ours, one: ours, other: theirs) : nil
            // The other side touched nothing but blanks.
            case .theirs: other == old ? Choice(taken: ours, one: theirs, other: base) : nil
            case .ours: mine == old ? Choice(taken: theirs, one: ours, other: base) : nil
            }
        }.first
    }

    /// The file, if what was taken for the same is it by the code too: blanks in a string are none. Two whole files that
    /// differ in nothing else are compared, because a piece of a file may be parsed as anything.
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
