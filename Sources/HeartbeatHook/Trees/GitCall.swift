internal import HookCore

/// git with its own options read (git(1)).
struct GitCall {
    /// `reset`, `stash`, …
    let verb: String
    /// What follows it.
    let arguments: [CommandWord]
    /// Where it would run; nil where that cannot be told.
    private(set) var directory: ShellPath?
    /// What it was told to take for the working tree; nil where it finds one itself.
    private(set) var workTree: Place = .found
    /// What it was told to take for the git directory.
    private(set) var gitDirectory: Place = .found

    /// Something that can be told to git.
    enum Place: Hashable {
        /// git looks for it from its directory.
        case found
        case told(ShellPath)
        /// It is told, but what cannot be read.
        case unknown
    }

    /// Options that take the next word as their value.
    private static let valued: Set<String> = [
        "--exec-path", "--config-env", "--super-prefix", "--attr-source", "--namespace",
    ]

    /// Nil for any other program, and where no verb can be read.
    init?(_ call: ShellCall) {
        guard call.name == "git" else { return nil }
        directory = call.directory
        var words = call.arguments[...]
        var told: [String: CommandWord] = [:]
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
                    told["--work-tree"] = told["--work-tree"] ?? setting.droppingFirst(start.utf8.count)
                }
            case "--git-dir", "--work-tree": told[word.text] = words.popFirst()
            case _ where Self.valued.contains(word.text): words = words.dropFirst()
            default:
                for option in ["--git-dir", "--work-tree"] where word.text.hasPrefix(option + "=") {
                    told[option] = word.droppingFirst(option.utf8.count + 1)
                }
            }
        }
        guard let verb = words.first, verb.isCertain else { return nil }
        (self.verb, arguments) = (verb.text, Array(words.dropFirst()))
        workTree = place(told["--work-tree"] ?? call.environment["GIT_WORK_TREE"])
        gitDirectory = place(told["--git-dir"] ?? call.environment["GIT_DIR"])
    }

    private func place(_ word: CommandWord?) -> Place {
        guard let word else { return .found }
        return ShellPath.of(word, from: directory).map { .told($0) } ?? .unknown
    }

    /// Whether one of the options is there, before `--`. Short ones may stand together.
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

    /// What follows `--`; nil where there is none.
    var afterDashes: ArraySlice<CommandWord>? {
        arguments.firstIndex { $0.text == "--" }.map { arguments[($0 + 1)...] }
    }
}
