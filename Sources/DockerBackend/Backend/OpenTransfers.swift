internal import HookCore
internal import Synchronization

/// The connections that can make the engine wait with other calls about a sandbox: open archives, and what follows its
/// output. Whoever must act at once closes them.
final class OpenTransfers: Sendable {
    enum Kind {
        case archive, output
    }

    /// An open connection, which ends soon after it is told to.
    final class Transfer: Sendable {
        fileprivate let kind: Kind
        private let closed = Atomic(false)
        var isClosed: Bool { closed.load(ordering: .relaxed) }

        fileprivate init(_ kind: Kind) { self.kind = kind }

        fileprivate func close() { closed.store(true, ordering: .relaxed) }
    }

    private let open = Mutex<[String: [Transfer]]>([:])

    /// Knows of a connection as long as a function runs.
    func during<Value>(
        _ kind: Kind, of id: String, body: (Transfer) throws(ParallelError) -> Value
    ) throws(ParallelError) -> Value {
        let transfer = Transfer(kind)
        open.withLock { $0[id, default: []].append(transfer) }
        defer {
            open.withLock { open in
                open[id]?.removeAll { $0 === transfer }
                if open[id]?.isEmpty == true { open[id] = nil }
            }
        }
        return try body(transfer)
    }

    /// Tells the connections of a kind to end.
    func close(_ kind: Kind, of id: String) {
        open.withLock { open in
            for transfer in open[id] ?? [] where transfer.kind == kind { transfer.close() }
        }
    }
}
