/// Who wrote a commit, when, and what about: what a rebase keeps and a squash does not.
struct CommitWords: Equatable {
    /// The author line: name, address, time.
    let author: [UInt8]
    let message: [UInt8]

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

    /// Whether this commit says that it was picked from elsewhere (`git cherry-pick -x`).
    var saysPicked: Bool { String(decoding: message, as: UTF8.self).contains("(cherry picked from commit ") }
}
