internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import Wiring

/// The build of our image from the installed files, with its progress on standard error.
struct ImageMaking {
    let coordinator: Coordinator
    /// The build arguments of the recipe.
    var arguments: [String: String] = [:]
    var bakesClaude = false

    /// - Returns: the id of the image.
    func build(on backend: any SandboxBackend) throws(ParallelError) -> String {
        let image = RunnerImage(
            recipe: try RunnerFiles.recipe(), runner: try RunnerFiles.runner(),
            claude: bakesClaude ? try RunnerFiles.claude(.current) : nil)
        var line = ProgressLine(terminal: Printer.errorTerminal, write: Printer.narrate(unfinished:))
        defer { line.finish() }
        return try image.build(
            on: backend, in: "\(coordinator.context.dataDirectory)/image-\(coordinator.context.process.pid)",
            arguments: arguments
        ) { step in line.update("Building the image", detail: step) }
    }

    /// Builds the image if it is ours and missing.
    func buildIfMissing(_ name: String, on backend: any SandboxBackend) throws(ParallelError) {
        guard name == RunnerImage.name, try backend.image(named: name) == nil else { return }
        Printer.narrate("The image \(name) is built first; this takes one or two minutes, once.")
        _ = try build(on: backend)
    }
}
