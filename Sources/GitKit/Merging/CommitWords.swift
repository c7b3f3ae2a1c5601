/// The author, time and message of a commit. A rebase keeps them, and a squash does not.
struct CommitWords: Equatable {
    /// The author line with name, address and time.
    let author: [UInt8]
    let message: [UInt8]

    /// Reads a commit.
    /// - Parameter bytes: the object's content.
    init(_ bytes: [UInt8]) {
        var author: [UInt8] = []
        var start = 0
        while start < bytes.count, bytes[start] != 0x0A {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            if bytes[start..<end].starts(with: Array("author ".utf8)) { author = Array(bytes[start..<end]) }
            start = end + 1
        }
        self.author = author
        message = Array(bytes[min(start + 1, bytes.count)...])
    }

    /// Whether the message says that the commit was picked from another one (`git cherry-pick -x`).
    var saysPicked: Bool { String(decoding: message, as: UTF8.self).contains("(cherry picked from commit ") }
}
