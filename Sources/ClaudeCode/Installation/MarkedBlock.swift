/// Two lines of ours in a foreign text file: a comment that marks them, and a line with an effect.
///
/// Adding the block and removing it gives the very same bytes: when the file did not end with a newline, the marker
/// records that. Works on bytes, since profiles need not be UTF-8.
struct MarkedBlock {
    /// The beginning of the comment line of every block of ours, the older parallel-cc's included.
    static let markerPrefix = "# parallel-cc:"
    private static let joinedSuffix = " (the file did not end with a newline)"
    private static let newline = UInt8(ascii: "\n")

    /// The text of the comment after its prefix.
    let remark: String
    /// The line below the comment.
    let line: String
    /// Whether a line below one of our comments is the second line of such a block, of any version.
    let recognizes: @Sendable (String) -> Bool

    /// Whether the block is in `content` exactly as it would be added now.
    func isCurrent(in content: [UInt8]) -> Bool {
        find(in: content)?.line == line
    }

    /// Whether the block, of any version, is in `content`.
    func isPresent(in content: [UInt8]) -> Bool {
        find(in: content) != nil
    }

    /// Returns `content` with the block at its end.
    func added(to content: [UInt8]) -> [UInt8] {
        let isJoined = content.last.map { $0 != Self.newline } ?? false
        let marker = "\(Self.markerPrefix) \(remark)" + (isJoined ? Self.joinedSuffix : "")
        return content + Array((isJoined ? "\n" : "").utf8) + Array("\(marker)\n\(line)\n".utf8)
    }

    /// Returns `content` without any block of this kind.
    func removed(from content: [UInt8]) -> [UInt8] {
        var content = content
        while let found = find(in: content) {
            var range = found.range
            let isAtEnd = range.upperBound == content.count
            if found.isJoined, isAtEnd, range.lowerBound > 0 { range = (range.lowerBound - 1)..<range.upperBound }
            content.removeSubrange(range)
        }
        return content
    }

    private func find(in content: [UInt8]) -> (range: Range<Int>, line: String, isJoined: Bool)? {
        let lines = Self.lines(of: content)
        for (first, second) in zip(lines, lines.dropFirst()) {
            let marker = Self.text(content[first])
            let body = Self.text(content[second])
            if marker.hasPrefix(Self.markerPrefix), recognizes(body) {
                return (first.lowerBound..<second.upperBound, body, marker.hasSuffix(Self.joinedSuffix))
            }
        }
        return nil
    }

    /// The ranges of the lines, newlines included.
    private static func lines(of content: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        while start < content.count {
            let end = content[start...].firstIndex(of: newline).map { $0 + 1 } ?? content.count
            lines.append(start..<end)
            start = end
        }
        return lines
    }

    private static func text(_ line: ArraySlice<UInt8>) -> String {
        String(decoding: line.last == newline ? line.dropLast() : line, as: UTF8.self)
    }
}
