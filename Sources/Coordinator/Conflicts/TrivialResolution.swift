internal import GitKit
internal import Syntax

/// The whole file, where at no place in conflict both sides have something to say.
struct TrivialResolution {
    let bytes: [UInt8]
    /// Whether the texts were compared, not the code: blanks at the ends of lines were taken for nothing.
    let isByText: Bool

    /// - Parameter merge: the whole file, its conflicts with their base.
    /// - Returns: nil where both sides say something.
    init?(_ merge: TextMerge, _ versions: FileVersions, _ grammars: Grammars) {
        guard case .success(let trees) = versions.trees,
            trees.base.errors + trees.ours.errors + trees.theirs.errors == 0
        else {
            let merged = merge.resolved { Self.choose($0, $1, $2, by: Blanks.withoutLineEnds)?.taken }
            guard let merged else { return nil }
            bytes = merged
            isByText = true
            return
        }
        guard let merged = merge.resolved({ Self.choose($0, $1, $2, by: Blanks.removed)?.taken }),
            Self.isLayoutOnly(merge, trees.ours.language, grammars)
        else { return nil }
        bytes = merged
        isByText = false
    }

    /// What is taken at a place, and which two texts are taken for the same.
    private struct Choice {
        let taken: [UInt8]
        let one: [UInt8]
        let other: [UInt8]
    }

    private static func choose(
        _ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8], by plain: ([UInt8]) -> [UInt8]
    ) -> Choice? {
        let (old, mine, other) = (plain(base), plain(ours), plain(theirs))
        if mine == other { return Choice(taken: ours, one: ours, other: theirs) }
        // The other side touched nothing but blanks.
        if other == old { return Choice(taken: ours, one: theirs, other: base) }
        return mine == old ? Choice(taken: theirs, one: ours, other: base) : nil
    }

    /// Whether what was taken for the same is it by the code too: blanks in a string are none. Two whole files that differ
    /// in nothing else are compared, because a piece of a file may be parsed as anything.
    private static func isLayoutOnly(_ merge: TextMerge, _ language: Language, _ grammars: Grammars) -> Bool {
        let one = merge.resolved { choose($0, $1, $2, by: Blanks.removed)?.one }
        let other = merge.resolved { choose($0, $1, $2, by: Blanks.removed)?.other }
        guard let one, let other, let first = try? SyntaxFile(one, language, grammars),
            let second = try? SyntaxFile(other, language, grammars), first.errors + second.errors == 0
        else { return false }
        return first.content == second.content
    }
}
