internal import CommandLineKit
internal import HookCore

/// `--prompt` and `--prompt-file`.
struct PromptOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What Claude is to do.", valueName: "text"))
    var prompt: String?

    @Option(help: ArgumentHelp("A file that says what Claude is to do.", valueName: "path"), completion: .file())
    var promptFile: String?

    /// Returns the prompt.
    /// - Throws: a usage error unless exactly one of both is given; `.fileUnreadable`.
    func text() throws -> String {
        switch (prompt, promptFile) {
        case (let text?, nil): return try checked(text, of: "--prompt")
        case (nil, let path?):
            return try checked(GivenFile.text(path), of: path)
        case (nil, nil): throw ValidationError("say what is to be done, with --prompt or --prompt-file")
        case (_?, _?): throw ValidationError("--prompt and --prompt-file exclude each other")
        }
    }

    private func checked(_ text: String, of source: String) throws -> String {
        if text.allSatisfy(\.isWhitespace) { throw ValidationError("the prompt in \(source) is empty") }
        if text.utf8.contains(0) { throw ValidationError("the prompt in \(source) holds a NUL byte") }
        return text
    }
}
