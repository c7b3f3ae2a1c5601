internal import Files
internal import Glibc
package import HookCore

/// The image of ours: a recipe that is installed with the program, and the runner.
package struct RunnerImage: Sendable {
    /// The name that commands use unless they are told another.
    package static let name = "parallel-cc-runner"
    /// The name of the wrapper that this image replaces. People have it in scripts.
    package static let olderName = "claude-code-wrapper"

    private let recipe: String
    private let runner: String
    private let claude: String?

    /// - Parameters:
    ///   - recipe: the path of the `Dockerfile`.
    ///   - runner: the path of `parallel-cc-runner`.
    ///   - claude: the path of a claude to bake in; nil: it is mounted when a task runs.
    package init(recipe: String, runner: String, claude: String?) {
        self.recipe = recipe
        self.runner = runner
        self.claude = claude
    }

    /// Builds the image.
    /// - Parameters:
    ///   - folder: a folder that does not exist. It gets what goes into the image, and is deleted at the end.
    ///   - arguments: build arguments of the recipe.
    /// - Returns: the id of the image.
    /// - Throws: `.imageBuildFailed`, `.fileUnreadable`, `.cannotWrite`.
    package func build(
        on backend: any SandboxBackend, in folder: String, arguments: [String: String], progress: (String) -> Void
    ) throws(ParallelError) -> String {
        try FileWriter.makeDirectory(folder)
        defer { try? TreeDeletion.delete(folder) }
        var files = [(recipe, "Dockerfile", mode_t(0o644)), (runner, "parallel-cc-runner", 0o755)]
        if let claude { files.append((claude, "claude", 0o755)) }
        for (source, name, mode) in files { try Self.copy(source, to: "\(folder)/\(name)", mode: mode) }
        return try backend.buildImage(
            from: folder, tags: [Self.name, Self.olderName], arguments: arguments, progress: progress)
    }

    private static func copy(_ source: String, to target: String, mode: mode_t) throws(ParallelError) {
        let (real, folder) = (RealPath.of(source) ?? source, FilePath.folder(of: target))
        let name = FilePath.name(of: real)
        guard try FileCopy.copy(Array(name.utf8), from: FilePath.folder(of: real), to: folder) != nil,
            rename("\(folder)/\(name)", target) == 0, chmod(target, mode) == 0
        else {
            throw ParallelError(
                .fileUnreadable, operation: "prepare image", subject: source, message: "the file cannot be copied")
        }
    }
}
