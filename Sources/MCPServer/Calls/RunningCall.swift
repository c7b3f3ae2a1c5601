internal import JSON

/// A call that is being answered.
final class RunningCall: @unchecked Sendable {
    let id: JSONValue
    let progress: ProgressReporter?
    private let lock = ThreadLock()
    private let interruption: InterruptionControl
    /// Whether what it does heeds interruptions. These are the whole process's, so at most one call that runs is.
    private let isInterruptible: Bool
    private var cancelled = false

    init(_ id: JSONValue, progress: ProgressReporter?, interruption: InterruptionControl, isInterruptible: Bool) {
        self.id = id
        self.progress = progress
        self.interruption = interruption
        self.isInterruptible = isInterruptible
    }

    /// Whether nobody wants its answer any more. A call that only waits has to look.
    var isCancelled: Bool { lock.holding { cancelled } }

    func cancel() {
        lock.holding { cancelled = true }
        if isInterruptible { interruption.request() }
    }

    /// - Returns: whether its answer is still wanted.
    func end() -> Bool {
        if isCancelled, isInterruptible { interruption.withdraw() }
        return !isCancelled
    }
}
