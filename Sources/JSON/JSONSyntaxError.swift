/// Where and why a text is not JSON.
struct JSONSyntaxError: Error {
    /// Position in the bytes that were parsed.
    let offset: Int
    /// What was found or missing there, as a noun phrase.
    let reason: String

    /// Line and column of the position in `bytes`, both from 1; columns count characters of UTF-8, not bytes.
    func location(in bytes: [UInt8]) -> (line: Int, column: Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let newline = UInt8(ascii: "\n")
        let line = before.count { $0 == newline } + 1
        let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? before.startIndex
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return (line, column)
    }
}
