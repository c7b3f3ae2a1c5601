internal import HookCore

/// A call of git with git's own options read (git(1)).
struct GitCall {
    /// The subcommand: `reset`, `stash`, …
    let verb: String
    /// The words after the verb.
    let arguments: [CommandWord]
    /// The directory where git would run; nil where that cannot be determined.
    private(set) var directory: ShellPath?
    /// The working tree that the line names; `.found` where git finds one itself.
    private(set) var workTree: Place = .found
    /// The git directory that the line names.
    private(set) var gitDirectory: Place = .found

    /// A directory that an option or a variable may name.
    enum Place: Hashable {
        /// No name: git looks for it from its directory.
        case found
        case given(ShellPath)
        /// A name that cannot be read.
        case unknown
    }

    /// Options that take the next word as their value.
    private static let valued: Set<String> = [
        "--exec-path", "--config-env", "--super-prefix", "--attr-source", "--namespace",
    ]

    /// Reads a call; nil for any other program, and where no verb can be read.
    init?(_ call: ShellCall) {
        guard call.name == "git" else { return nil }
        directory = call.directory
        var words = call.arguments[...]
        var named: [String: CommandWord] = [:]
        while let word = words.first, word.text.hasPrefix("-") {
            words = words.dropFirst()
            switch word.text {
            case "-h", "--help", "-v", "--version": return nil
            case "-C":
                if let target = words.popFirst(), !target.isCertain || !target.bytes.isEmpty {
                    directory = ShellPath.of(target, from: directory)
                }
            case "-c":
                let setting = words.popFirst()
                let start = "core.worktree="
                if let setting, setting.text.lowercased().hasPrefix(start) {
                    named["--work-tree"] = named["--work-tree"] ?? setting.droppingFirst(start.utf8.count)
                }
            case "--git-dir", "--work-tree": named[word.text] = words.popFirst()
            case _ where Self.valued.contains(word.text): words = words.dropFirst()
            default:
                for option in ["--git-dir", "--work-tree"] where word.text.hasPrefix(option + "=") {
                    named[option] = word.droppingFirst(option.utf8.count + 1)
                }
            }
        }
        guard let verb = words.first, verb.isCertain else { return nil }
        (self.verb, arguments) = (verb.text, Array(words.dropFirst()))
        workTree = place(named["--work-tree"] ?? call.environment["GIT_WORK_TREE"])
        gitDirectory = place(named["--git-dir"] ?? call.environment["GIT_DIR"])
    }

    private func place(_ word: CommandWord?) -> Place {
        guard let word else { return .found }
        return ShellPath.of(word, from: directory).map { .given($0) } ?? .unknown
    }

    /// Whether one of the options is there, before `--`. Short options may stand together.
    func has(_ options: String...) -> Bool {
        let words = arguments.prefix { $0.text != "--" }.map(\.text)
        return options.contains { option in
            if option.hasPrefix("--") { return words.contains { $0 == option || $0.hasPrefix(option + "=") } }
            let letter = option.dropFirst()
            return words.contains { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains(letter) }
        }
    }

    /// The words that are no options.
    var operands: [CommandWord] {
        let end = arguments.firstIndex { $0.text == "--" } ?? arguments.endIndex
        return arguments[..<end].filter { !$0.text.hasPrefix("-") } + arguments[end...].dropFirst()
    }

    /// The words after `--`; nil where there is no `--`.
    var afterDashes: ArraySlice<CommandWord>? {
        arguments.firstIndex { $0.text == "--" }.map { arguments[($0 + 1)...] }
    }
}
