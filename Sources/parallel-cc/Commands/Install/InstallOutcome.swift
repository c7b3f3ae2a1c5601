internal import ClaudeCode
internal import HookCore

/// What came of one part.
struct InstallOutcome {
    let part: InstallJob.Part
    /// What was, or would be, done; nil when it could not even be planned.
    let plan: InstallPlan?
    let error: ParallelError?
}
