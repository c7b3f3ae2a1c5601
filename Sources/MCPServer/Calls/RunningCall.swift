internal import JSON

/// A call that is being answered.
final class RunningCall: @unchecked Sendable {
    let id: JSONValue
    let progress: ProgressReporter?
    private let lock = ThreadLock()
    private let interruption: InterruptionControl
    /// Whether an interruption stops the work. Interruptions concern all threads that do not ignore them, so at most
    /// one running call is interruptible.
    private let isInterruptible: Bool
    private var cancelled = false

    init(_ id: JSONValue, progress: ProgressReporter?, interruption: InterruptionControl, isInterruptible: Bool) {
        self.id = id
        self.progress = progress
        self.interruption = interruption
        self.isInterruptible = isInterruptible
    }

    /// Whether the answer is no longer wanted. A call that only waits has to check this itself.
    var isCancelled: Bool { lock.holding { cancelled } }

    func cancel() {
        lock.holding { cancelled = true }
        if isInterruptible { interruption.request() }
    }

    /// Ends the call, and withdraws its interruption.
    /// - Returns: whether its answer is still wanted.
    func end() -> Bool {
        if isCancelled, isInterruptible { interruption.withdraw() }
        return !isCancelled
    }
}
