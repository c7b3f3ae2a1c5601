internal import HookCore
internal import Synchronization

/// Tells when a request to the model API is no longer worth waiting for, and why.
final class UpstreamWatch: Sendable {
    /// The reasons to end it.
    enum Reason { case clientGone, proxyEnds, silence }

    private let socket: ClientSocket
    private let connections: ConnectionSet
    private let pause: Int64
    private let lastSign = Atomic(MonotonicClock.milliseconds())
    private let found = Locked<Reason?>(nil)

    /// - Parameter pause: the longest time in which nothing comes, in milliseconds.
    init(_ socket: ClientSocket, connections: ConnectionSet, pause: Int64) {
        self.socket = socket
        self.connections = connections
        self.pause = pause
    }

    /// The first reason that was found.
    var reason: Reason? { found.withLock { $0 } }

    /// Notes that something has come or gone.
    func noteSign() { lastSign.store(MonotonicClock.milliseconds(), ordering: .relaxed) }

    /// Whether the request is to end; called again and again while it runs.
    func isOver() -> Bool {
        let reason: Reason? =
            if connections.isClosed {
                .proxyEnds
            } else if socket.isGone {
                .clientGone
            } else if MonotonicClock.milliseconds() - lastSign.load(ordering: .relaxed) > pause {
                .silence
            } else {
                nil
            }
        guard let reason else { return false }
        found.withLock { $0 = $0 ?? reason }
        return true
    }
}
