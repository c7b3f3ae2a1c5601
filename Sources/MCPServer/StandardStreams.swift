internal import ClaudeCode
internal import Glibc

/// The transport: one message per line on standard input and output, which carry nothing else.
package enum StandardStreams {
    /// Longer lines are refused instead of filling the memory.
    private static let longestLine = 16 << 20

    /// Answers until the input ends or nobody reads the answers. SIGINT and SIGTERM end the process as they always do:
    /// between two calls nothing is held, and a transaction that is cut off is undone by the database.
    package static func serve(_ server: Server) {
        var pending: [UInt8] = []
        var searched = 0
        var isSkipping = false
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(0, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            pending.append(contentsOf: chunk[..<count])
            while let end = pending[searched...].firstIndex(of: 0x0A) {
                let answer = isSkipping ? tooLong : server.answer(Array(pending[..<end]))
                isSkipping = false
                pending.removeSubrange(...end)
                searched = 0
                if let answer, !write(answer) { return }
            }
            if pending.count > longestLine { isSkipping = true }
            if isSkipping { pending = [] }
            searched = pending.count
        }
        // The last line may lack its end.
        if !isSkipping, let answer = server.answer(pending) { _ = write(answer) }
    }

    private static var tooLong: [UInt8] {
        let reply = Reply.error(.invalidRequest, "The message is longer than \(longestLine) bytes", id: .null)
        return Array((reply.compactText + "\n").utf8)
    }

    private static func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { return false }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }
}
