internal import Coordinator

/// Whether a text has all that two sides have said. Blanks at the ends of lines do not count.
struct MergedLines {
    private var counts: [[UInt8]: Int] = [:]

    init(_ bytes: [UInt8]) {
        for line in Self.lines(bytes) { counts[line, default: 0] += 1 }
    }

    /// Takes the lines of a text out of these.
    /// - Returns: those that were not there.
    mutating func missing(_ lines: [[UInt8]]) -> [[UInt8]] {
        lines.filter { line in
            guard let count = counts[line], count > 0 else { return true }
            counts[line] = count - 1
            return false
        }
    }

    /// Those with something in them.
    static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: 0x0A).map { line in
            var line = Array(line.drop(while: Blanks.isBlank))
            while let last = line.last, Blanks.isBlank(last) { line.removeLast() }
            return line
        }.filter { !$0.isEmpty }
    }

    /// What one version has and another has not.
    static func added(_ new: [UInt8], since old: [UInt8]) -> [[UInt8]] {
        var known = MergedLines(old)
        return known.missing(lines(new))
    }
}
