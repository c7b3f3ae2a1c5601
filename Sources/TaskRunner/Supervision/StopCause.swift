/// Why a task is stopped before its time.
enum StopCause: Equatable {
    case timedOut
    /// A signal to the runner.
    case cancelled(Int32)
}
