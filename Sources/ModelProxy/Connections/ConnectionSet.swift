internal import Glibc
internal import HookCore

/// The open connections. Each has a thread that serves it, and is closed here alone, so that no other thread can end a
/// descriptor that is already another file's.
final class ConnectionSet: Sendable {
    private struct Entry {
        let descriptor: Int32
        /// The time since which no request is on its way; nil while one is.
        var idleSince: Int64?
        /// The id of the task that it is of; nil before it has shown a token.
        var task: String?
        /// Whether it has been told to end.
        var isEnding = false
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var count = 0
        var isClosed = false
    }

    private let state = Locked(State())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Whether all connections have to end.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// The number of open connections.
    var open: Int { state.withLock { $0.entries.count } }

    /// Takes a connection in. Where there are too many, the one that has been idle longest is ended, else the oldest
    /// that has shown no token.
    /// - Returns: its number, the first is 1; nil where all are busy.
    func admit(_ descriptor: Int32) -> Int? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            if state.entries.values.count(where: { !$0.isEnding }) >= limit {
                guard let least = Self.leastWanted(of: state.entries) else { return nil }
                state.entries[least.key]?.isEnding = true
                shutdown(least.value.descriptor, Int32(SHUT_RDWR))
            }
            state.count += 1
            state.entries[state.count] = Entry(descriptor: descriptor, idleSince: MonotonicClock.milliseconds())
            return state.count
        }
    }

    /// Returns the connection to end where another one wants its place; nil where none may be.
    private static func leastWanted(of entries: [Int: Entry]) -> (key: Int, value: Entry)? {
        let live = entries.filter { !$0.value.isEnding }
        let idle = live.filter { $0.value.idleSince != nil }
        return idle.min { $0.value.idleSince ?? 0 < $1.value.idleSince ?? 0 }
            ?? live.filter { $0.value.task == nil }.min { $0.key < $1.key }
    }

    /// Notes the task that a connection is of.
    /// - Parameter most: the largest number of connections that a task may have.
    /// - Returns: whether it has room for this one.
    func set(_ number: Int, task: String, most: Int) -> Bool {
        state.withLock { state in
            let others = state.entries.count { $0.key != number && $0.value.task == task && !$0.value.isEnding }
            guard others < most else { return false }
            state.entries[number]?.task = task
            return true
        }
    }

    /// Notes whether a request is on its way.
    func set(_ number: Int, isIdle: Bool) {
        state.withLock { $0.entries[number]?.idleSince = isIdle ? MonotonicClock.milliseconds() : nil }
    }

    /// Closes a connection; called by its own thread, last.
    func remove(_ number: Int) {
        state.withLock { state in
            if let entry = state.entries.removeValue(forKey: number) { close(entry.descriptor) }
        }
    }

    /// Takes out a connection that no thread serves. It stays open.
    func forget(_ number: Int) { state.withLock { $0.entries[number] = nil } }

    /// Ends all connections, and waits for their threads as long as `patience`, in milliseconds.
    func closeAll(patience: Int64) {
        state.withLock { state in
            state.isClosed = true
            for entry in state.entries.values { shutdown(entry.descriptor, Int32(SHUT_RDWR)) }
        }
        let end = MonotonicClock.milliseconds() + patience
        while open > 0, MonotonicClock.milliseconds() < end { usleep(5_000) }
    }
}
