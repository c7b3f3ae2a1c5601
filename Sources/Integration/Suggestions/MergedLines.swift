internal import Coordinator

/// The lines of a text, for checking that it has all lines of two sides. Blanks at the ends of lines do not count.
struct MergedLines {
    private var counts: [[UInt8]: Int] = [:]

    init(_ bytes: [UInt8]) {
        for line in Self.lines(bytes) { counts[line, default: 0] += 1 }
    }

    /// Removes the lines of a text from these.
    /// - Returns: the lines that were not there.
    mutating func missing(_ lines: [[UInt8]]) -> [[UInt8]] {
        lines.filter { line in
            guard let count = counts[line], count > 0 else { return true }
            counts[line] = count - 1
            return false
        }
    }

    /// Returns the lines that are not blank.
    static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: 0x0A).map { line in
            var line = Array(line.drop(while: Blanks.isBlank))
            while let last = line.last, Blanks.isBlank(last) { line.removeLast() }
            return line
        }.filter { !$0.isEmpty }
    }

    /// Returns the lines that one version has and another has not.
    static func added(_ new: [UInt8], since old: [UInt8]) -> [[UInt8]] {
        var known = MergedLines(old)
        return known.missing(lines(new))
    }
}
