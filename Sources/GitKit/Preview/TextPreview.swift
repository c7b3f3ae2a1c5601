/// Tells whether git could merge changes of one text. It makes no merged text.
///
/// The work that is done for a side serves its merges with all other sides.
struct TextPreview {
    enum Outcome: Equatable { case clean, conflict, binary, unsure }

    /// The text of one side, compared with the base.
    struct Side {
        fileprivate let lines: [Int32]
        /// The changes against the base; nil where git's method has no answer.
        fileprivate let hunks: [LineHunk]?
        fileprivate let isBinary: Bool
        fileprivate let isTooLarge: Bool
    }

    /// The size limit in bytes. Larger texts are left to git, which can handle them.
    static let mostBytes = 4 << 20

    private var table = LineTable()
    private let base: Side

    /// Prepares merges of one text.
    /// - Parameter base: the common version; empty where both sides have added the file.
    init(base: [UInt8]) {
        self.base = Side(
            lines: table.lines(base), hunks: [], isBinary: Self.isBinary(base), isTooLarge: base.count > Self.mostBytes)
    }

    mutating func side(_ text: [UInt8]) -> Side {
        let (isBinary, isTooLarge) = (Self.isBinary(text), text.count > Self.mostBytes)
        let isMerged = !isBinary && !isTooLarge && !base.isBinary && !base.isTooLarge
        let lines = table.lines(text)
        return Side(
            lines: lines, hunks: isMerged ? LineHunk.list(base: base.lines, side: lines) : nil, isBinary: isBinary,
            isTooLarge: isTooLarge)
    }

    func outcome(ours: Side, theirs: Side) -> Outcome {
        if ours.lines == theirs.lines || base.lines == theirs.lines || base.lines == ours.lines { return .clean }
        let all = [base, ours, theirs]
        if all.contains(where: \.isBinary) { return .binary }
        if all.contains(where: \.isTooLarge) { return .unsure }
        guard let mine = ours.hunks, let other = theirs.hunks else { return .unsure }
        let meetings = HunkWeaver.meetings(mine, other: other) { ours.lines[$0] == theirs.lines[$1] }
        if meetings.isEmpty { return .clean }
        // Where both sides came to the same lines by different hunks, the answer depends on the style of conflicts.
        if meetings.contains(where: { ours.lines[$0.ours] == theirs.lines[$0.theirs] }) { return .unsure }
        return .conflict
    }

    /// Whether git takes a text for binary. It looks at the first 8000 bytes (git-diff(1), "Binary files").
    private static func isBinary(_ text: [UInt8]) -> Bool { text.prefix(8000).contains(0) }
}
