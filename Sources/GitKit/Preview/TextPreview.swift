/// Whether git could merge two changes of one text. It says yes or no, and makes no merged text.
enum TextPreview {
    enum Verdict: Equatable { case clean, conflict, binary, unsure }

    /// Larger texts are left to git, which is written for them.
    static let mostBytes = 4 << 20

    static func verdict(base: [UInt8], ours: [UInt8], theirs: [UInt8]) -> Verdict {
        if ours == theirs || base == theirs || base == ours { return .clean }
        let texts = [base, ours, theirs]
        // git looks at the first 8000 bytes (git-diff(1), "Binary files").
        if texts.contains(where: { $0.prefix(8000).contains(0) }) { return .binary }
        if texts.contains(where: { $0.count > mostBytes }) { return .unsure }
        var table = LineTable()
        let lines = texts.map { table.lines($0) }
        guard let mine = LineHunk.list(base: lines[0], side: lines[1]),
            let other = LineHunk.list(base: lines[0], side: lines[2])
        else { return .unsure }
        let meetings = HunkWeaver.meetings(mine, other) { lines[1][$0] == lines[2][$1] }
        if meetings.isEmpty { return .clean }
        // Where both ended at the same lines, by ways of their own, it depends on the style of conflicts.
        if meetings.contains(where: { lines[1][$0.ours] == lines[2][$0.theirs] }) { return .unsure }
        return .conflict
    }
}
