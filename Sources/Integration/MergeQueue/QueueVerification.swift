internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// Runs the user's own commands, which every commit must pass before the target is moved to it.
struct QueueVerification {
    /// The number of bytes from the end of a command's output that fit into a message.
    private static let tail = 1_500

    let context: CoordinatorContext
    let settings: Configuration
    let target: String
    let log: String

    /// Runs the commands on a commit.
    /// - Returns: nil when all succeed, else the command that failed, how, and the end of its output.
    /// - Throws: `.interrupted`, `.cannotSpawn`, `.gitFailed`.
    func failure(of commit: String, in tree: ScratchTree) throws(ParallelError) -> String? {
        if settings.verify.isEmpty { return nil }
        try tree.reset(to: commit)
        for text in settings.verify {
            context.narrate("verify \(commit.prefix(10)): \(text)")
            var environment = context.environment
            environment["PARALLEL_CC_LANDING_TARGET"] = target
            environment["PARALLEL_CC_LANDING_COMMIT"] = commit
            // The output goes to a file, because a test suite may write any amount.
            let arguments = ["-c", "exec >\"$0\" 2>&1\n" + text, log]
            var command = Command("/bin/sh", arguments: arguments, environment: environment, directory: tree.path)
            command.timeoutMilliseconds = settings.verifySeconds * 1_000
            let result = try Spawner.run(command)
            context.reach("landing.verified")
            if result.status.isSuccess { continue }
            let end = result.timedOut ? "timed out" : "failed with status \(result.status.shellCode)"
            let output = String(decoding: (WholeFile.read(log) ?? []).suffix(Self.tail), as: UTF8.self)
            return "verify \(end): \(text)" + (output.isEmpty ? "" : "\n" + output)
        }
        return nil
    }
}
