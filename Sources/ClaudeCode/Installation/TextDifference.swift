/// The one region in which two texts differ, for the user to read.
///
/// It shows no more than necessary, since the text around a change may be secret: of an insertion or deletion only the
/// piece itself, else whole lines, and of changed long lines only the piece that differs.
struct TextDifference {
    private static let newline = UInt8(ascii: "\n")
    private static let comma = UInt8(ascii: ",")
    private static let longestLine = 400

    /// The removed lines with `- `, then the added ones with `+ `.
    let lines: [String]

    init(old: [UInt8], new: [UInt8]) {
        var (removed, added) = Self.pieces(old: old, new: new)
        if !removed.isEmpty, !added.isEmpty {
            let (oldLines, newLines) = Self.trimmed(old: Self.lines(of: old[...]), new: Self.lines(of: new[...]))
            if !Self.hasLongLine(oldLines) || !Self.hasLongLine(newLines) {
                (removed, added) = (Array(oldLines.joined())[...], Array(newLines.joined())[...])
            }
        }
        lines = Self.shown(removed, sign: "- ") + Self.shown(added, sign: "+ ")
    }

    /// Returns the bytes that differ. The start of an insertion or deletion is ambiguous when it starts and ends alike:
    /// then it begins with the comma that comes before a new member.
    private static func pieces(old: [UInt8], new: [UInt8]) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        let (removed, added) = trimmed(old: old, new: new)
        let isInsertion = removed.isEmpty
        let (text, piece) = isInsertion ? (new, added) : (old, removed)
        guard isInsertion || added.isEmpty, !piece.isEmpty, !isWholeLines(piece, of: text) else {
            return (removed, added)
        }
        var (start, end) = (piece.startIndex, piece.endIndex)
        while text[start] != comma, start > 0, text[start - 1] == text[end - 1] {
            start -= 1
            end -= 1
        }
        let moved = text[start] == comma ? text[start..<end] : piece
        return isInsertion ? ([], moved) : (moved, [])
    }

    private static func isWholeLines(_ piece: ArraySlice<UInt8>, of text: [UInt8]) -> Bool {
        piece.last == newline && (piece.startIndex == 0 || text[piece.startIndex - 1] == newline)
    }

    /// Returns the rest of both texts without their common beginning and end.
    private static func trimmed<Element: Equatable>(
        old: [Element], new: [Element]
    ) -> (ArraySlice<Element>, ArraySlice<Element>) {
        let shorter = min(old.count, new.count)
        var prefix = 0
        while prefix < shorter, old[prefix] == new[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < shorter - prefix, old[old.count - 1 - suffix] == new[new.count - 1 - suffix] { suffix += 1 }
        return (old[prefix..<(old.count - suffix)], new[prefix..<(new.count - suffix)])
    }

    /// Returns the lines with their ends, so that a missing newline is a difference.
    private static func lines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        bytes.split(separator: newline, omittingEmptySubsequences: false).map { line in
            line.endIndex < bytes.endIndex ? bytes[line.startIndex...line.endIndex] : line
        }.filter { !$0.isEmpty }
    }

    private static func hasLongLine(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        lines.contains { $0.count > longestLine }
    }

    private static func shown(_ piece: ArraySlice<UInt8>, sign: String) -> [String] {
        let start = piece.first == comma ? piece.dropFirst().drop(while: { $0 == newline || $0 == 0x0D }) : piece
        return lines(of: start).map { line in
            let end = line.reversed().prefix { $0 == newline || $0 == 0x0D }.count
            return sign + String(decoding: line.dropLast(end), as: UTF8.self)
        }
    }
}
