internal import CommandLineKit
internal import Coordinator
internal import Sandbox
internal import Wiring

/// `sandbox image build`.
struct ImageBuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build the image of sandboxes.",
        discussion:
            "It takes one or two minutes. Claude is mounted when a task runs, so a new claude needs no new image.")

    @Option(help: ArgumentHelp("The engine: auto or docker.", valueName: "name"))
    var backend = "auto"

    @Option(help: ArgumentHelp("The image to begin with; default: debian:bookworm-slim.", valueName: "name"))
    var base: String?

    @Option(help: ArgumentHelp("A Debian package to add; may be given several times.", valueName: "name"))
    var package: [String] = []

    @Flag(help: "Put claude into the image.")
    var bakeClaude = false

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let image: String
        let digest: String
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live(), usesGit: false)
        var arguments: [String: String] = [:]
        if let base { arguments["BASE"] = base }
        if !package.isEmpty { arguments["PACKAGES"] = package.joined(separator: " ") }
        let engine = try LiveBackend.find(backend)
        let digest = try ImageMaking(coordinator: coordinator, arguments: arguments, bakesClaude: bakeClaude)
            .build(on: engine)
        if output.json { return try Printer.answer(json: Document(image: RunnerImage.name, digest: digest)) }
        Printer.answer("✓ Image \(RunnerImage.name) is built: \(digest)".displayable)
    }
}
