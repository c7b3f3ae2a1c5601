internal import ClaudeCode
internal import Coordinator
internal import HookCore
internal import Wiring

/// Reads the payload that Claude Code passes to a hook.
enum HookInputReader {
    /// The payload on standard input.
    static func payload() throws(ParallelError) -> HookPayload {
        // The limit is 1 MB: these payloads are small.
        guard let input = StandardInput.read(limit: 1 << 20, within: 10_000) else {
            throw ParallelError(
                .invalidHookPayload, operation: "read hook payload",
                message: "standard input does not end, or is too large")
        }
        return try HookPayload(input: input, environment: ProgramEnvironment.current.environment)
    }

    /// The payload as a notice about the claude that runs the hook.
    /// - Throws: `.invalidProcess` when that process cannot be found.
    static func notice(_ payload: HookPayload) throws(ParallelError) -> ClaudeNotice {
        guard let pid = payload.processID, let process = ProcessIdentity.read(pid: pid) else {
            throw ParallelError(
                .invalidProcess, operation: "answer hook", message: "CLAUDE_PID does not name a living process")
        }
        guard let id = payload.sessionID, let directory = payload.cwd ?? ProgramEnvironment.current.directory else {
            throw ParallelError(.invalidProcess, operation: "answer hook", message: "the payload has no session id")
        }
        let name = payload.title.flatMap { SessionName($0).text }
        return ClaudeNotice(process: process, claudeSessionID: id, directory: directory, name: name)
    }
}
