internal import Exec
internal import Glibc
package import HookCore

/// A command's side of the proxy: finds it or starts it, and tells it of the command's tasks. Where the proxy dies, it
/// is started again and told again. Usable on any thread.
package final class ProxyClient: Sendable {
    private struct Wanted {
        var registration: TaskRegistration
        /// The moment at which its time is over, in milliseconds of `MonotonicClock`.
        let end: Int64
        /// Whether the proxy that is there now knows of it.
        var isKnown = false
    }

    private struct State {
        var tasks: [String: Wanted] = [:]
        var connection: ControlConnection?
        var lastStart: Int64?
        var isWatched = false
        var hasEnded = false
    }

    /// What keeps the proxy from knowing all tasks.
    private enum Obstacle {
        /// The proxy is not there yet, or has just gone.
        case absent
        case refused(task: String, reason: String)
        case cannotStart(ParallelError)
    }

    /// The time in which a proxy that was started is there, in milliseconds.
    private static let patience: Int64 = 15_000
    /// The time between two looks whether the proxy is still there, in microseconds.
    private static let watchPause: useconds_t = 250_000

    private let folder: ProxyFolder
    private let startPause: Int64
    private let start: @Sendable () throws(ParallelError) -> Void
    private let state = Locked(State())

    /// - Parameters:
    ///   - startPause: the time between two starts, in milliseconds: what was started first may be late.
    ///   - start: starts a proxy as a process that outlives this one. Called on any thread.
    package init(
        folder: ProxyFolder, startPause: Int64 = 1_000,
        start: @escaping @Sendable () throws(ParallelError) -> Void
    ) {
        self.folder = folder
        self.startPause = startPause
        self.start = start
    }

    /// Lets a task use the model. It may until it is removed, or its time is over: also when this process is gone.
    /// - Throws: `.cannotListen`, `.proxyMissing`.
    package func register(_ registration: TaskRegistration) throws(ParallelError) {
        try folder.make()
        let began = MonotonicClock.milliseconds()
        let end = began + TaskRegistration.milliseconds(of: registration.seconds)
        state.withLock { $0.tasks[registration.task] = Wanted(registration: registration, end: end) }
        do throws(ParallelError) {
            while let obstacle = state.withLock({ settle(&$0) }) {
                try check(obstacle, for: registration.task, since: began)
                usleep(20_000)
            }
        } catch {
            state.withLock { $0.tasks[registration.task] = nil }
            throw error
        }
        watch()
    }

    /// Ends a task's use of the model. Where the proxy is not there, there is nothing to end.
    package func remove(_ task: String) {
        state.withLock { state in
            state.tasks[task] = nil
            do { _ = try state.connection?.ask(.remove(task)) } catch { state.connection = nil }
        }
    }

    /// Ends the use of the model by a task of another command. Where no proxy is there, there is nothing to end.
    package static func remove(_ task: String, in folder: ProxyFolder) {
        // A proxy that does not answer ends the use when the task's time is over.
        _ = try? ControlConnection(to: folder.control)?.ask(.remove(task))
    }

    /// Leaves the proxy. Tasks that were not removed may still use the model.
    package func end() {
        state.withLock { state in
            state.hasEnded = true
            state.tasks = [:]
            state.connection = nil
        }
    }

    /// Starts a thread that sees to it that the proxy is there and knows the tasks.
    private func watch() {
        let isFirst = state.withLock { state in
            defer { state.isWatched = true }
            return !state.isWatched
        }
        guard isFirst else { return }
        let hasStarted = DetachedThread.start { [self] in
            while !state.withLock({ $0.hasEnded }) {
                usleep(Self.watchPause)
                // What fails is tried again at the next look.
                state.withLock { state in if !state.hasEnded { _ = settle(&state) } }
            }
        }
        if !hasStarted { state.withLock { $0.isWatched = false } }
    }

    /// Connects where there is no connection, and tells the proxy what it does not know.
    /// - Returns: what keeps it from that; nil: it knows all.
    private func settle(_ state: inout State) -> Obstacle? {
        if state.connection?.isGone == true { state.connection = nil }
        let now = MonotonicClock.milliseconds()
        state.tasks = state.tasks.filter { $0.value.end > now }
        guard !state.tasks.isEmpty else { return nil }
        if state.connection == nil {
            guard let connection = ControlConnection(to: folder.control) else { return startProxy(&state, at: now) }
            state.connection = connection
            for task in state.tasks.keys { state.tasks[task]?.isKnown = false }
        }
        return tellTasks(&state, at: now)
    }

    private func tellTasks(_ state: inout State, at now: Int64) -> Obstacle? {
        var obstacle: Obstacle?
        for (task, wanted) in state.tasks where !wanted.isKnown {
            var registration = wanted.registration
            registration.seconds = Int((wanted.end - now + 999) / 1_000)
            do {
                if let reason = try state.connection?.ask(.register(registration)) {
                    obstacle = .refused(task: task, reason: reason)
                } else {
                    state.tasks[task]?.isKnown = true
                }
            } catch {
                state.connection = nil
                return .absent
            }
        }
        return obstacle
    }

    private func startProxy(_ state: inout State, at now: Int64) -> Obstacle {
        if let last = state.lastStart, now - last < startPause { return .absent }
        state.lastStart = now
        do throws(ParallelError) {
            try start()
            return .absent
        } catch {
            return .cannotStart(error)
        }
    }

    /// - Throws: where it is no use to wait.
    private func check(_ obstacle: Obstacle, for task: String, since began: Int64) throws(ParallelError) {
        switch obstacle {
        case .refused(task, let reason): throw missing(reason)
        case .cannotStart(let error): throw error
        case .refused, .absent:
            guard MonotonicClock.milliseconds() - began > Self.patience else { return }
            throw missing("it does not answer")
        }
    }

    private func missing(_ message: String) -> ParallelError {
        ParallelError(
            .proxyMissing, operation: "reach", subject: "the model proxy", message: message,
            hint: "see \(folder.log)")
    }
}
