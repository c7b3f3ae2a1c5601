internal import Glibc
internal import HookCore

/// The tasks that may use the model API, each known by its token until it is taken out or its time is over.
final class TaskRegistry: Sendable {
    private struct Entry {
        let task: ModelTask
        /// The moment from which it counts no more, in milliseconds of the clock.
        let end: Int64
    }

    private let entries = Locked<[String: Entry]>([:])
    private let now: @Sendable () -> Int64

    /// - Parameter now: a clock, in milliseconds.
    init(now: @escaping @Sendable () -> Int64 = MonotonicClock.milliseconds) { self.now = now }

    /// Takes a task in, in place of what it was before.
    func add(_ task: ModelTask, token: String, seconds: Int) {
        let end = now() + TaskRegistration.milliseconds(of: seconds)
        entries.withLock { entries in
            entries = entries.filter { $0.value.task.id != task.id }
            entries[token] = Entry(task: task, end: end)
        }
    }

    /// Takes a task out. Its requests that are on their way go on.
    func remove(_ id: String) {
        entries.withLock { entries in entries = entries.filter { $0.value.task.id != id } }
    }

    /// Returns the task of a token; nil where there is none, or its time is over.
    func task(of token: String) -> ModelTask? {
        let now = now()
        return entries.withLock { entries in entries[token].flatMap { $0.end > now ? $0.task : nil } }
    }

    /// Whether no task has time left.
    var isEmpty: Bool {
        let now = now()
        return entries.withLock { entries in
            entries = entries.filter { $0.value.end > now }
            return entries.isEmpty
        }
    }
}
