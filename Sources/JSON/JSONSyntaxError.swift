/// The position at which a text is not JSON, and the reason.
struct JSONSyntaxError: Error {
    /// The offset in the bytes that were parsed.
    let offset: Int
    /// The text that was found or is missing there, as a noun phrase.
    let reason: String

    /// Returns line and column of the position in `bytes`, both from 1. Columns count characters of UTF-8, not bytes.
    func location(in bytes: [UInt8]) -> (line: Int, column: Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let newline = UInt8(ascii: "\n")
        let line = before.count { $0 == newline } + 1
        let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? before.startIndex
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return (line, column)
    }
}
