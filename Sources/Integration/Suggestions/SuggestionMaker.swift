internal import Coordinator
internal import Files
internal import GitKit
internal import HookCore
internal import Syntax

/// Makes suggestions for one file in conflict. It changes nothing.
struct SuggestionMaker {
    let finding: ConflictFinding
    let versions: FileVersions
    private let grammars: Grammars
    private let merge: TextMerge

    /// Merges the versions.
    /// - Throws: `.gitFailed` when the versions are not text.
    init(_ finding: ConflictFinding, versions: FileVersions, grammars: Grammars) throws(ParallelError) {
        self.finding = finding
        self.versions = versions
        self.grammars = grammars
        merge = try TextMerge(base: versions.base, ours: versions.ours, theirs: versions.theirs)
    }

    /// Returns the suggestions, best first. None leaves a marker or new code that cannot be parsed. There are none when
    /// only git knows why the file is in conflict, for example because an attribute forbids to merge it.
    func drafts() -> [SuggestionDraft] {
        guard merge.conflicts > 0 || versions.ours == versions.theirs else { return [] }
        var drafts = [trivial(), bySyntax(), additions()].compactMap { $0 }
        drafts.sort { $0.confidence.score > $1.confidence.score }
        var seen: Set<[UInt8]> = []
        return drafts.filter { seen.insert($0.bytes).inserted }
    }

    private func trivial() -> SuggestionDraft? {
        guard let trivial = TrivialResolution(merge, versions: versions, with: grammars) else { return nil }
        return draft(
            .trivial, bytes: trivial.bytes,
            explanation: "Where the sides meet, at least one of them changed nothing but blanks.",
            risks: trivial.isByText
                ? ["compared as text: one side's blanks at the ends of lines are not taken over"] : [])
    }

    private func bySyntax() -> SuggestionDraft? {
        // If a side has new code that the grammar does not understand, its symbols are uncertain.
        guard case .success(let trees) = versions.trees,
            ![trees.ours, trees.theirs].contains(where: { $0.isLessUnderstood(than: trees.base) })
        else { return nil }
        let outcome = SyntaxMerge.run(base: trees.base, ours: trees.ours, theirs: trees.theirs) {
            TextMerge.clean(base: $0, ours: $1, theirs: $2)
        }
        guard let bytes = outcome.bytes else { return nil }
        var sentences = ["Merged by symbol: what the sides did to different symbols does not meet."]
        var risks: [String] = []
        let merged = outcome.merged.joined(separator: ", ")
        if !outcome.united.isEmpty { sentences.append("United: \(outcome.united.joined(separator: ", ")).") }
        if outcome.isReordered { sentences.append("One side's order of the symbols is kept.") }
        if !merged.isEmpty {
            sentences.append("Changed by both sides, in different lines: \(merged).")
            risks.append("both sides changed \(merged): read it")
        }
        if trees.base.errors > 0 { risks.append("not all of it could be parsed") }
        return draft(
            merged.isEmpty ? .structural : .syntax, bytes: bytes, explanation: sentences.joined(separator: " "),
            risks: risks
        )
    }

    /// Makes a suggestion for text that cannot be read as code, like a changelog.
    private func additions() -> SuggestionDraft? {
        guard case .failure = versions.trees else { return nil }
        let bytes = merge.resolved { base, ours, theirs in base.allSatisfy(Blanks.isBlank) ? ours + theirs : nil }
        return bytes.flatMap {
            draft(
                .additions, bytes: $0, explanation: "Both sides only add here: ours, then theirs.",
                risks: ["the order may matter"])
        }
    }

    /// Makes a suggestion from Claude's answer.
    /// - Returns: nil when it cannot be right, because markers are left or there is new code that cannot be parsed.
    func foreign(_ bytes: [UInt8], cost: Double?) -> SuggestionDraft? {
        let missing = missing(in: bytes)
        let risks =
            ["made by a language model: read it"]
            + missing.compactMap { whose, lines in
                lines.first.map {
                    "it leaves out or changes \(lines.count) lines \(whose), such as: \($0.display.prefix(80))"
                }
            }
        let foreign = MergedLines.added(bytes, since: versions.ours + [0x0A] + versions.theirs)
        let more = foreign.first.map {
            "\(foreign.count) of its lines are in neither side, such as: \($0.display.prefix(80))"
        }
        // A line that says what both sides mean is in neither side.
        var made = draft(
            .claude, bytes: bytes, explanation: "Claude's answer.", risks: risks + [more].compactMap(\.self),
            isValid: missing[0].lines.isEmpty)
        made?.cost = cost
        return made
    }

    /// Returns the lines that a text leaves out, by the side that has them. The lines of both sides come first.
    private func missing(in bytes: [UInt8]) -> [(whose: String, lines: [[UInt8]])] {
        var rest = MergedLines(bytes)
        var both: [[UInt8]] = []
        for case .agreed(let text) in merge.chunks { both += rest.missing(MergedLines.lines(text)) }
        var (mine, other): ([[UInt8]], [[UInt8]]) = ([], [])
        var (left, right) = (rest, rest)
        for case .conflict(let base, let ours, let theirs) in merge.chunks {
            mine += left.missing(MergedLines.added(ours, since: base))
            other += right.missing(MergedLines.added(theirs, since: base))
        }
        return [("on which both sides agree", both), ("that ours adds", mine), ("that theirs adds", other)]
    }

    private func draft(
        _ strategy: SuggestionStrategy, bytes: [UInt8], explanation: String, risks: [String],
        isValid: Bool = true
    ) -> SuggestionDraft? {
        let check = ResolutionCheck(versions, with: grammars)
        guard check.complaint(about: bytes) == nil else { return nil }
        let doubts = check.doubts(about: bytes)
        guard doubts.isEmpty || strategy == .claude else { return nil }
        let agreed = merge.chunks.reduce(0) { sum, chunk in
            if case .agreed(let text) = chunk { sum + Self.fullLines(text) } else { sum }
        }
        let pairs = merge.chunks.compactMap { chunk -> Confidence.Pair? in
            if case .conflict(_, let ours, let theirs) = chunk { (ours, theirs) } else { nil }
        }
        return SuggestionDraft(
            strategy: strategy, bytes: bytes, explanation: explanation, risks: risks + doubts,
            confidence: Confidence(
                finding, strategy: strategy, pairs: pairs, decidedLines: Self.fullLines(bytes) - agreed,
                isValid: isValid))
    }

    private static func fullLines(_ bytes: [UInt8]) -> Int {
        bytes.split(separator: 0x0A).count { !$0.allSatisfy(Blanks.isBlank) }
    }
}
