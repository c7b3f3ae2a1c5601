internal import ClaudeCode
internal import HookCore

/// The outcome of one part.
struct InstallOutcome {
    let part: InstallJob.Part
    /// The changes that were, or would be, made; nil when they could not even be planned.
    let plan: InstallPlan?
    let error: ParallelError?
}
