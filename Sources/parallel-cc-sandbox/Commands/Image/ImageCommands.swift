internal import CommandLineKit

/// The group `sandbox image`.
struct ImageCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image", abstract: "Build the image that sandboxes are made from.", subcommands: [ImageBuild.self])
}
