internal import Glibc
internal import JSON

/// What the reader has for the worker: one line's requests at a time, in the order in which they came. And all that is being
/// answered, since it can be cancelled.
final class CallQueue: @unchecked Sendable {
    /// The requests of one line; several only where they came as a batch.
    struct Job: Sendable {
        /// None where there is nothing to answer, only something to look after.
        var requests: [JSONValue]
        var isBatch: Bool
        var version: ProtocolVersion
        /// Whether it mostly waits, so that somebody else than the worker has to do so.
        let waits: Bool
        /// Set by `put`.
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
    /// Those that somebody works at, also before he has begun with a request of it.
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

    /// Waits for the next one; nil once the queue is closed and empty, and all that was taken is done.
    func next() -> Job? {
        lock.holding {
            while jobs.isEmpty, !isClosed || !taken.isEmpty { lock.wait() }
            guard !jobs.isEmpty else { return nil }
            let job = jobs.removeFirst()
            taken.append(job)
            return job
        }
    }

    /// What `next` gave has been worked at.
    func finish(_ job: Job) {
        lock.holding {
            // What was cancelled after its answer is over with its job.
            cancelled.removeAll(where: job.asks)
            taken.removeAll { $0.number == job.number }
            lock.wake()
        }
    }

    /// Whether the worker has something to do.
    var isBusy: Bool { lock.holding { (taken + jobs).contains { !$0.waits } } }

    /// Whether something is to be answered.
    var hasWork: Bool { lock.holding { !taken.isEmpty || !jobs.isEmpty } }

    /// Before a request is worked at.
    /// - Returns: nil where it is not wanted any more.
    func begin(_ id: JSONValue, progress: ProgressReporter?, isInterruptible: Bool) -> RunningCall? {
        lock.holding {
            if let place = cancelled.firstIndex(of: id) {
                cancelled.remove(at: place)
                return nil
            }
            let call = RunningCall(id, progress: progress, interruption: interruption, isInterruptible: isInterruptible)
            running.append(call)
            return call
        }
    }

    /// After it.
    /// - Returns: whether its answer is still wanted.
    func end(_ call: RunningCall) -> Bool {
        lock.holding {
            running.removeAll { $0 === call }
            return call.end()
        }
    }

    /// The client does not want this answer any more. What is not known (answered already, most often) is forgotten.
    func cancel(_ id: JSONValue) {
        lock.holding {
            if let call = running.first(where: { $0.id == id && !$0.isCancelled }) {
                call.cancel()
            } else if (taken + jobs).contains(where: { $0.asks(id) }) {
                cancelled.append(id)
            }
        }
    }

    /// Tells the clients of running calls that they go on, if they want to know.
    func tick() {
        lock.holding {
            for call in running where !call.isCancelled { call.progress?.tick() }
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
            for call in running where !call.isCancelled { call.cancel() }
            lock.wake()
        }
    }
}
