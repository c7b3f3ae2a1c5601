internal import CommandLineKit
internal import HookCore

/// The options of `sandbox run --multi`.
struct BatchOptions: ParsableArguments {
    @Flag(help: "Run several tasks, some at once, with one report.")
    var multi = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("With --multi: what Claude is to do; may be given several times.", valueName: "text"))
    var task: [String] = []

    @Option(
        help: ArgumentHelp("With --multi: a file with a task in each line; # begins a comment.", valueName: "path"),
        completion: .file())
    var taskFile: String?

    @Option(help: ArgumentHelp("With --multi: tasks that run at once.", valueName: "number"))
    var maxConcurrent = 3

    @Flag(help: "With --multi: end all tasks when one fails.")
    var failFast = false

    @Option(
        help: ArgumentHelp("With --multi: the folder of the results; default: ./parallel-results.", valueName: "path"),
        completion: .directory)
    var outputDir: String?

    /// Returns the prompts: first those of `--task`, then those of the file.
    /// - Throws: a usage error where there is none; `.fileUnreadable`.
    func prompts() throws -> [String] {
        var prompts = task
        if let taskFile { prompts += Self.lines(of: try GivenFile.text(taskFile, missing: "Task file not found")) }
        guard !prompts.isEmpty else {
            throw ValidationError("No tasks provided; give them with --task or --task-file.")
        }
        for prompt in prompts where prompt.allSatisfy(\.isWhitespace) || prompt.utf8.contains(0) {
            throw ValidationError("a task is empty, or holds a NUL byte")
        }
        if outputDir?.isEmpty == true { throw ValidationError("--output-dir is empty") }
        guard maxConcurrent >= 1 else { throw ValidationError("--max-concurrent must be at least 1") }
        return prompts
    }

    /// - Throws: a usage error where options of a batch are given, and `--multi` is not.
    func requireMulti() throws {
        if !task.isEmpty || taskFile != nil || failFast || outputDir != nil {
            throw ValidationError("--task, --task-file, --fail-fast and --output-dir need --multi")
        }
    }

    static func lines(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { line in
            let start = line.drop(while: \.isWhitespace)
            return String(start.reversed().drop(while: \.isWhitespace).reversed())
        }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }
}
