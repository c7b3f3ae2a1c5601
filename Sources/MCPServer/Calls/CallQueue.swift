internal import ClaudeCode
internal import Glibc

/// What the reader has for the worker: one line's requests at a time, in the order in which they came.
final class CallQueue: @unchecked Sendable {
    /// The requests of one line; several only where they came as a batch.
    struct Job: Sendable {
        /// None where there is nothing to answer, only something to look after.
        var requests: [JSONValue]
        var isBatch: Bool
        var version: ProtocolVersion

        /// Whether one of its requests has this id.
        func asks(_ id: JSONValue) -> Bool { requests.contains { $0["id"] == id } }
    }

    /// A request that is being answered.
    private struct Running {
        let id: JSONValue
        let progress: ProgressReporter?
        var isCancelled = false
    }

    private let lock = ThreadLock()
    private let interruption: InterruptionDoor
    private var jobs: [Job] = []
    private var running: Running?
    private var cancelled: [JSONValue] = []
    private var isClosed = false
    /// The job that the worker has taken, also before it has begun with a request of it.
    private var taken: Job?

    init(_ interruption: InterruptionDoor) { self.interruption = interruption }

    func put(_ job: Job) {
        lock.holding {
            jobs.append(job)
            lock.wake()
        }
    }

    /// Waits for the next one; nil once the queue is closed and empty.
    func next() -> Job? {
        lock.holding {
            // What was cancelled after its answer is over with its job.
            if let taken { cancelled.removeAll(where: taken.asks) }
            taken = nil
            while jobs.isEmpty, !isClosed { lock.wait() }
            taken = jobs.isEmpty ? nil : jobs.removeFirst()
            return taken
        }
    }

    /// Whether there is something to be done.
    var isBusy: Bool { lock.holding { taken != nil || !jobs.isEmpty } }

    /// Before a request is worked at.
    /// - Returns: whether it is still wanted.
    func begin(_ id: JSONValue, _ progress: ProgressReporter?) -> Bool {
        lock.holding {
            if let place = cancelled.firstIndex(of: id) {
                cancelled.remove(at: place)
                return false
            }
            running = Running(id: id, progress: progress)
            return true
        }
    }

    /// After it.
    /// - Returns: whether its answer is still wanted.
    func end() -> Bool {
        lock.holding {
            let isWanted = running?.isCancelled != true
            if !isWanted { interruption.withdraw() }
            running = nil
            return isWanted
        }
    }

    /// The client does not want this answer any more. What is not known (answered already, most often) is forgotten.
    func cancel(_ id: JSONValue) {
        lock.holding {
            if running?.id == id, running?.isCancelled == false {
                running?.isCancelled = true
                interruption.request()
            } else if taken?.asks(id) == true || jobs.contains(where: { $0.asks(id) }) {
                cancelled.append(id)
            }
        }
    }

    /// Tells the client of the running call that it goes on, if it wants to know.
    func tick() {
        lock.holding {
            if let running, !running.isCancelled { running.progress?.tick() }
        }
    }

    /// No more comes. What is there is still answered.
    func close() {
        lock.holding {
            isClosed = true
            lock.wake()
        }
    }

    /// Nobody waits for answers any more: drops what was not begun and stops what was.
    func abandon() {
        lock.holding {
            isClosed = true
            jobs = []
            if running != nil, running?.isCancelled == false {
                running?.isCancelled = true
                interruption.request()
            }
            lock.wake()
        }
    }
}
