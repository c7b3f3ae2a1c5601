internal import Coordinator
internal import HookCore
internal import TaskProtocol

/// Tasks that were cut off, or were interrupted, and go on.
extension TaskRun {
    /// Goes on with a task that a process has left: in its sandbox where that is there, else from the last snapshot.
    mutating func goOn() throws(ParallelError) {
        if let sandbox = work.task.sandbox, let status = try backend.status(sandbox) {
            switch status.state {
            case .running, .paused:
                try lendAgain()
                return try drive(sandbox) {}
            case .ended:
                if let end = try work.collect(from: sandbox) {
                    try work.goOn(isNewAttempt: false)
                    try finish(end)
                    if !work.task.canGoOn { return }
                } else if try restart(sandbox) {
                    return
                }
            case .created, .failedToStart:
                try backend.remove(sandbox)
            }
        }
        try beginAgain()
    }

    private mutating func lendAgain() throws(ParallelError) {
        try work.goOn(isNewAttempt: false)
        try host.reopen(for: work.task.id)
    }

    /// Lets the runner go on in a sandbox that has ended with it.
    /// - Returns: whether it has.
    private mutating func restart(_ sandbox: String) throws(ParallelError) -> Bool {
        guard try admit() else { return true }
        try lendAgain()
        let backend = self.backend
        do throws(ParallelError) {
            try drive(sandbox) { () throws(ParallelError) in try backend.restart(sandbox) }
            return true
        } catch {
            guard error.code == .cannotStart || error.code == .sandboxMissing else { throw error }
            work.warn("sandbox \(sandbox) cannot go on, and stays: \(error.cause ?? error.message)")
            return false
        }
    }

    /// Begins once more, in a new sandbox, with the last snapshot where there is one.
    private mutating func beginAgain() throws(ParallelError) {
        guard let snapshot = work.task.snapshot else { return try begin() }
        var request = try request()
        guard try admit() else { return }
        let former = request.start
        try work.goOn(isNewAttempt: true)
        request.prompt = TaskOrder.promptAfterCut(request.prompt)
        let result = TaskResult(coordinator: coordinator, task: work.task)
        try makeSandbox(
            request,
            state: CheckoutState(
                repository: work.task.repository, directory: work.task.directory, head: try result.head(of: snapshot),
                branch: former?.branch, uncommitted: snapshot, privateFiles: 0))
    }
}
