internal import TaskProtocol

/// What the command line says.
struct Arguments: Equatable {
    enum Reading: Equatable {
        case run(Arguments)
        case help
        case version
        case wrong(String)
    }

    static let usage = """
        usage: parallel-cc-runner run [FOLDER] [--workspace DIR] [--claude PATH]

        Does the task in FOLDER (default \(TaskFolder.standardPath)): makes its repository in DIR (default /workspace),
        runs claude there and reports to FOLDER/out and to standard output.
        """

    var folder = TaskFolder(TaskFolder.standardPath)
    /// The path of the checkout.
    var workspace = "/workspace"
    /// A path, or a name on `PATH`.
    var claude = "claude"

    static func parse(_ words: [String]) -> Reading {
        if words.contains("--help") || words.contains("-h") { return .help }
        if words == ["--version"] { return .version }
        guard words.first == "run" else { return .wrong("the command is missing, or is not run") }
        var (arguments, hasFolder, rest) = (Arguments(), false, words.dropFirst())
        while let word = rest.popFirst() {
            switch word {
            case "--workspace", "--claude":
                guard let value = rest.popFirst(), !value.isEmpty else { return .wrong("\(word) needs a value") }
                if word == "--claude" { arguments.claude = value } else { arguments.workspace = value }
            case _ where word.hasPrefix("-") || hasFolder || word.isEmpty: return .wrong("unknown argument: \(word)")
            default: (arguments.folder, hasFolder) = (TaskFolder(word), true)
            }
        }
        return .run(arguments)
    }
}
