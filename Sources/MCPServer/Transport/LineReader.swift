/// Cuts the input into lines.
struct LineReader {
    enum Line: Equatable {
        case message([UInt8])
        case tooLong
    }

    /// The longest line. Longer ones are refused instead of filling the memory.
    static let longestLine = 16 << 20

    private var pending: [UInt8] = []
    private var searched = 0
    private var isSkipping = false

    /// Returns the lines that are complete with these bytes.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> [Line] {
        pending.append(contentsOf: bytes)
        var lines: [Line] = []
        var start = 0
        while let end = pending[max(start, searched)...].firstIndex(of: 0x0A) {
            lines.append(isSkipping ? .tooLong : .message(Array(pending[start..<end])))
            isSkipping = false
            start = end + 1
            searched = start
        }
        pending.removeSubrange(..<start)
        if pending.count > Self.longestLine { isSkipping = true }
        if isSkipping { pending = [] }
        searched = pending.count
        return lines
    }

    /// Returns the bytes after the last line break.
    mutating func rest() -> [UInt8] {
        defer { pending = [] }
        return isSkipping ? [] : pending
    }
}
