internal import Files
internal import HookCore
internal import Wiring

/// The installed files that go into sandboxes.
enum RunnerFiles {
    /// Returns the recipe of the image: beside an installed program, or in the source tree of one that was only built.
    static func recipe() throws(ParallelError) -> String {
        try first(["../share/parallel-cc/runner/Dockerfile", "../../../deploy/runner/Dockerfile"], of: "recipe")
    }

    static func runner() throws(ParallelError) -> String { try first(["parallel-cc-runner"], of: "runner") }

    /// Returns the path of the real claude.
    static func claude(_ environment: ProgramEnvironment) throws(ParallelError) -> String {
        guard let claude = environment.claude, let real = RealPath.of(claude) else {
            throw ParallelError(
                .fileUnreadable, operation: "find claude", message: "there is no claude on PATH",
                hint: "install Claude Code, or name it in PARALLEL_CC_CLAUDE")
        }
        return real
    }

    private static func first(_ names: [String], of what: String) throws(ParallelError) -> String {
        let folder = ProgramEnvironment.binaryDirectory ?? "."
        let found = names.map { FilePath.absolute($0, in: folder) }.first { FileAccess.isRegularFile($0) }
        guard let found else {
            throw ParallelError(
                .fileUnreadable, operation: "find \(what)", subject: folder + "/" + names[0],
                message: "it is not installed", hint: "install parallel-cc again")
        }
        return found
    }
}
