internal import Dispatch
internal import HookCore
internal import Synchronization
internal import TaskProtocol

/// The reports of a task between the thread that reads its output and the one that acts on them.
final class ReportStream: Sendable {
    enum Item: Sendable {
        case report(TaskReport)
        /// The output has ended, and why where it should not have.
        case ended(ParallelError?)
    }

    private struct Content {
        var items: [Item] = []
        var line: [UInt8] = []
    }

    private let content = Mutex(Content())
    private let arrived = DispatchSemaphore(value: 0)

    /// Takes the next piece of output. What is no report is left to the log.
    func add(_ piece: UnsafeRawBufferPointer) {
        let added = content.withLock { content in
            content.line += piece
            var count = 0
            while let end = content.line.firstIndex(of: 0x0A) {
                let report = TaskReport(line: content.line[..<end])
                content.line.removeSubrange(...end)
                guard let report else { continue }
                content.items.append(.report(report))
                count += 1
            }
            return count
        }
        for _ in 0..<added { arrived.signal() }
    }

    /// Ends the stream.
    func end(_ error: ParallelError?) {
        content.withLock { $0.items.append(.ended(error)) }
        arrived.signal()
    }

    /// Returns the next item; nil where none has come in that time.
    func next(milliseconds: Int) -> Item? {
        guard arrived.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return nil }
        return content.withLock { $0.items.isEmpty ? nil : $0.items.removeFirst() }
    }
}
