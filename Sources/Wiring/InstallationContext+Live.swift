package import ClaudeCode
internal import Coordinator
internal import Exec
package import HookCore

extension InstallationContext {
    /// The surroundings of the running program.
    /// - Parameter directory: a directory in the repository of a local installation; nil or one outside of a repository
    ///   gives none.
    /// - Throws: `no-home`, `.databaseNotWritable`.
    package static func live(_ surroundings: ProgramEnvironment, directory: String?) throws(ParallelError)
        -> InstallationContext
    {
        guard let home = surroundings.home else {
            throw ParallelError(
                "no-home", operation: "find home directory", message: "HOME is not set to an absolute path")
        }
        guard let binaries = ProgramEnvironment.binaryDirectory, let data = surroundings.dataDirectory else {
            throw ParallelError(
                .databaseNotWritable, operation: "find data directory",
                message: "neither HOME nor PARALLEL_CC_DATA_DIR is set")
        }
        return InstallationContext(
            home: home, claudeConfigDirectory: surroundings.environment["CLAUDE_CONFIG_DIR"],
            shell: surroundings.shell, binDirectory: binaries, dataDirectory: data,
            mainCheckout: directory.flatMap(MainCheckout.around), claudeProgram: surroundings.claude)
    }

    /// Asks claude for its version.
    package mutating func findClaudeVersion(_ surroundings: ProgramEnvironment) {
        guard let claudeProgram else { return }
        var environment = surroundings.environment
        environment["PARALLEL_CC_DISABLE"] = "1"
        var call = Command(claudeProgram, arguments: ["--version"], environment: environment)
        call.timeoutMilliseconds = 5_000
        call.mostOutput = 4_096
        guard let result = try? Spawner.run(call), result.status.isSuccess else { return }
        claudeVersion = ClaudeVersion(printed: result.text)
    }

    /// Asks git for its directory of hooks.
    package mutating func findGitHooks(around directory: String?, in surroundings: ProgramEnvironment) {
        gitHooks = directory.flatMap { Coordinator.gitHooks(around: $0, environment: surroundings.environment) }
            .map { GitHooksPlace(directory: $0.directory, commonDirectory: $0.commonDirectory) }
    }
}
