internal import Glibc
internal import JSON

/// The jobs from the reader for the worker: one line's requests each, in the order in which they came. It also holds
/// the calls that are being answered, since they can be cancelled.
final class CallQueue: @unchecked Sendable {
    /// The requests of one line; several only in a batch.
    struct Job: Sendable {
        /// The requests; empty for work of our own, which has no answer.
        var requests: [JSONValue]
        var isBatch: Bool
        var version: ProtocolVersion
        /// Whether the job mostly waits, so that it needs a thread other than the worker's.
        let waits: Bool
        /// The number that `put` gives.
        fileprivate(set) var number = 0

        init(requests: [JSONValue], isBatch: Bool, version: ProtocolVersion, waits: Bool = false) {
            self.requests = requests
            self.isBatch = isBatch
            self.version = version
            self.waits = waits
        }

        /// Whether one of its requests has this id.
        func asks(_ id: JSONValue) -> Bool { requests.contains { $0["id"] == id } }
    }

    private let lock = ThreadLock()
    private let interruption: InterruptionControl
    private var count = 0
    private var jobs: [Job] = []
    /// The jobs that a thread works at, also before it has begun with their requests.
    private var taken: [Job] = []
    private var running: [RunningCall] = []
    private var cancelled: [JSONValue] = []
    private var isClosed = false

    init(_ interruption: InterruptionControl) { self.interruption = interruption }

    func put(_ job: Job) {
        lock.holding {
            count += 1
            var job = job
            job.number = count
            jobs.append(job)
            lock.wake()
        }
    }

    /// Waits for the next job; nil once the queue is closed and empty, and all taken jobs are finished.
    func next() -> Job? {
        lock.holding {
            while jobs.isEmpty, !isClosed || !taken.isEmpty { lock.wait() }
            guard !jobs.isEmpty else { return nil }
            let job = jobs.removeFirst()
            taken.append(job)
            return job
        }
    }

    /// Removes a job that `next` gave, after the work.
    func finish(_ job: Job) {
        lock.holding {
            // An id that was cancelled after its answer is forgotten together with its job.
            cancelled.removeAll(where: job.asks)
            taken.removeAll { $0.number == job.number }
            lock.wake()
        }
    }

    /// Whether the worker has something to do.
    var isBusy: Bool { lock.holding { (taken + jobs).contains { !$0.waits } } }

    /// Whether there are requests without an answer.
    var hasWork: Bool { lock.holding { !taken.isEmpty || !jobs.isEmpty } }

    /// Registers a call before the work begins.
    /// - Returns: nil where the call was cancelled already.
    func begin(_ id: JSONValue, progress: ProgressReporter?, isInterruptible: Bool) -> RunningCall? {
        lock.holding {
            if let index = cancelled.firstIndex(of: id) {
                cancelled.remove(at: index)
                return nil
            }
            let call = RunningCall(id, progress: progress, interruption: interruption, isInterruptible: isInterruptible)
            running.append(call)
            return call
        }
    }

    /// Removes a call after the work.
    /// - Returns: whether its answer is still wanted.
    func end(_ call: RunningCall) -> Bool {
        lock.holding {
            running.removeAll { $0 === call }
            return call.end()
        }
    }

    /// Cancels a call, whose answer the client does not want any more. An unknown id is ignored; most often it was
    /// answered already.
    func cancel(_ id: JSONValue) {
        lock.holding {
            if let call = running.first(where: { $0.id == id && !$0.isCancelled }) {
                call.cancel()
            } else if (taken + jobs).contains(where: { $0.asks(id) }) {
                cancelled.append(id)
            }
        }
    }

    /// Tells the clients of running calls that the work goes on, if they asked for progress.
    func tick() {
        lock.holding {
            for call in running where !call.isCancelled { call.progress?.tick() }
        }
    }

    /// Closes the queue: no more jobs come, but the existing ones are still answered.
    func close() {
        lock.holding {
            isClosed = true
            lock.wake()
        }
    }

    /// Drops the jobs that were not begun and cancels the running calls, because no process reads the answers any more.
    func abandon() {
        lock.holding {
            isClosed = true
            jobs = []
            for call in running where !call.isCancelled { call.cancel() }
            lock.wake()
        }
    }
}
