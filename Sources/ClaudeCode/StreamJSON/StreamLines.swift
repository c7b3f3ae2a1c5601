/// Splits what claude prints into lines, piece by piece. A line may have megabytes.
package struct StreamLines: Sendable {
    /// The length of a line from which on it is passed over, in bytes: no line of Claude Code is so long, and memory is
    /// bounded.
    private let mostBytes: Int
    private var rest: [UInt8] = []
    private var isSkipping = false

    /// A splitter at the beginning of a line.
    package init(mostBytes: Int = 256 << 20) { self.mostBytes = mostBytes }

    /// Takes the next piece.
    /// - Returns: the lines that end in it, without their line breaks. Empty ones are left out.
    package mutating func take(_ piece: ArraySlice<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var piece = piece
        while let end = piece.firstIndex(of: 0x0A) {
            keep(piece[..<end])
            piece = piece[(end + 1)...]
            if let line = takeLine() { lines.append(line) }
        }
        keep(piece)
        return lines
    }

    /// Returns what follows the last line break: a line that was cut off, unless it happens to be whole.
    package mutating func takeRest() -> [UInt8]? { takeLine() }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        isSkipping = isSkipping || rest.count + part.count > mostBytes
        if isSkipping { rest = [] } else { rest += part }
    }

    private mutating func takeLine() -> [UInt8]? {
        defer {
            rest = []
            isSkipping = false
        }
        return rest.isEmpty ? nil : rest
    }
}
