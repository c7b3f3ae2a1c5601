internal import Exec
internal import HookCore

/// Runs children within the time of the task, and stops them when it is cancelled.
struct Supervision {
    let clock: WorkClock
    /// The moment at which everything must have ended, by that clock.
    let deadline: Int64

    /// The time between two looks at what a child does, in milliseconds.
    private static let interval: Int32 = 100

    /// Why the task must stop now; nil where it may go on.
    var cause: StopCause? {
        if let signal = Interruption.caught { return .cancelled(signal) }
        return millisecondsLeft <= 0 ? .timedOut : nil
    }

    /// The time that the task has left.
    var millisecondsLeft: Int64 { deadline - clock.milliseconds }

    /// Runs a command to its end.
    /// - Parameters:
    ///   - started: is told the child's pid.
    ///   - watch: is called often while it runs.
    /// - Returns: the child's status, and why it was stopped.
    /// - Throws: `.cannotSpawn`; `.stopped` where the task must stop before the child has begun.
    func run(
        _ command: Command, started: (Int32) -> Void = { _ in }, watch: () -> Void = {}
    ) throws(ParallelError) -> (status: ExitStatus, stop: StopCause?) {
        if cause != nil {
            throw ParallelError(
                .stopped, operation: "start", subject: command.executable, message: "the task was stopped before")
        }
        let child = try ChildProcess(command)
        started(child.pid)
        var stop = ChildStop()
        while true {
            if let status = child.wait(milliseconds: Self.interval) { return (status, stop.cause) }
            if let signal = stop.step(at: MonotonicClock.milliseconds(), wanted: cause) { child.signalGroup(signal) }
            watch()
        }
    }
}
