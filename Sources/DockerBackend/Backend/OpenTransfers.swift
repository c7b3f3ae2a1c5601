internal import Glibc
internal import HookCore
internal import Synchronization

/// The connections that can make the engine wait with other calls about a sandbox: open archives, and what follows its
/// output. Whoever must act at once closes them.
///
/// The lock is pthread's own: the thread sanitizer does not see what `Synchronization.Mutex` orders.
final class OpenTransfers: @unchecked Sendable {
    enum Kind {
        case archive, output
    }

    /// An open connection, which ends soon after it is told to.
    final class Transfer: Sendable {
        fileprivate let kind: Kind
        private let closed = Atomic(false)
        var isClosed: Bool { closed.load(ordering: .relaxed) }

        fileprivate init(_ kind: Kind) { self.kind = kind }

        func close() { closed.store(true, ordering: .relaxed) }
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var open: [String: [Transfer]] = [:]

    init() { pthread_mutex_init(mutex, nil) }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Knows of a connection as long as a function runs.
    func during<Value>(
        _ kind: Kind, of id: String, body: (Transfer) throws(ParallelError) -> Value
    ) throws(ParallelError) -> Value {
        let transfer = Transfer(kind)
        holding { open[id, default: []].append(transfer) }
        defer {
            holding {
                open[id]?.removeAll { $0 === transfer }
                if open[id]?.isEmpty == true { open[id] = nil }
            }
        }
        return try body(transfer)
    }

    /// Tells the connections of a kind to end.
    func close(_ kind: Kind, of id: String) {
        holding {
            for transfer in open[id] ?? [] where transfer.kind == kind { transfer.close() }
        }
    }

    private func holding(_ body: () -> Void) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        body()
    }
}
