import HookCore

/// Finds the programs that the runner starts.
enum ProgramSearch {
    /// The real claude.
    static func claude() -> String? {
        ClaudeProgram.find(
            chosen: RunnerEnvironment.variable("PARALLEL_CC_CLAUDE"), searchPath: RunnerEnvironment.variable("PATH"))
    }

    /// The path of `parallel-cc`: the one that was installed together with us, else the one on `PATH`.
    static func parallelCC() -> String? {
        if let folder = RunnerEnvironment.ownFolder(), ClaudeProgram.isExecutable(folder + "/parallel-cc") {
            return folder + "/parallel-cc"
        }
        return ClaudeProgram.first("parallel-cc", searchPath: RunnerEnvironment.variable("PATH")) { _ in true }
    }
}
