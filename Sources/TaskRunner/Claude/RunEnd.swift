internal import ClaudeCode
internal import Exec
internal import TaskProtocol

/// Decides how a run of claude has ended.
///
///     stopped      last result    status    end
///     by a signal  any            any       cancelled
///     by the time  any            any       timed-out
///     no           an error       any       failed: the error
///     no           none           0         failed: the output is lost, whatever the status says
///     no           none           other     failed: the status, and what claude has said
///     no           a success      other     failed: the status
///     no           a success      0         completed
struct RunEnd {
    let status: ExitStatus
    let stop: StopCause?
    let progress: RunProgress
    /// The last lines that claude has printed on its standard error.
    let lastWords: String

    var end: TaskEnd {
        let (state, reason) = verdict
        return TaskEnd(
            state: state, reason: reason, exitStatus: status.shellCode, result: progress.result?.text,
            costUSD: progress.cost, turns: progress.turns)
    }

    private var verdict: (TaskState, String?) {
        if let stop { return stop.verdict }
        if let result = progress.result, result.isError { return (.failed, Self.text(of: result)) }
        guard progress.result != nil else {
            let said = lastWords.isEmpty ? "" : ": \(lastWords)"
            if status.isSuccess { return (.failed, "claude printed no result, so its output is lost\(said)") }
            return (.failed, "claude \(Self.text(of: status)) without a result\(said)")
        }
        return status.isSuccess ? (.completed, nil) : (.failed, "claude \(Self.text(of: status)) after its result")
    }

    private static func text(of result: StreamResult) -> String {
        let words = ([result.text].compactMap(\.self) + result.errors).joined(separator: "; ")
        if let status = result.apiErrorStatus { return "API error \(status): \(words)" }
        if result.subtype == "success" { return words.isEmpty ? "claude reports an error" : words }
        return words.isEmpty ? result.subtype : "\(result.subtype): \(words)"
    }

    private static func text(of status: ExitStatus) -> String {
        switch status {
        case .exited(let code): "ended with status \(code)"
        case .signaled(let signal): "was ended by signal \(signal)"
        }
    }
}

extension StopCause {
    /// The state of a task that was stopped, and why it was.
    var verdict: (TaskState, String?) {
        switch self {
        case .timedOut: (.timedOut, "the time of the task is over")
        case .cancelled(let signal): (.cancelled, "signal \(signal) to the runner")
        }
    }
}
