internal import HookCore

/// Follows a shell from command to command, and notes which programs it would run in which directories.
struct ShellReader {
    /// The deepest nesting: `sh -c` in `env sh -c` in …, loops in loops.
    private static let deepest = 8
    /// The most steps that are read. Longer loops in loops are not followed to their end.
    private static let mostSteps = 5_000
    /// The most turns of a loop.
    private static let mostTurns = 64
    private static let keywords: Set<String> = [
        "!", "{", "}", "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "time",
    ]
    private static let loops: Set<String> = ["for", "while", "until", "select"]
    private static let declarations: Set<String> = ["export", "local", "declare", "typeset", "readonly"]
    private static let shells: Set<String> = ["sh", "bash", "dash", "zsh", "ksh"]

    private(set) var calls: [ShellCall] = []
    /// The directory where the shell begins.
    private let start: String
    private var state: State
    private var outer: [State] = []
    private var depth = 0
    private var stepsRead = 0

    /// The part of the shell's state whose changes end with a subshell.
    private struct State {
        /// The current directory; nil when it cannot be determined.
        var directory: ShellPath?
        var formerDirectory: ShellPath?
        /// The stack of `pushd`, the newest last.
        var directories: [ShellPath?] = []
        var variables: [String: CommandWord] = [:]
    }

    init(directory: String, home: String?) {
        start = directory
        state = State(directory: ShellPath(directory))
        if let home { state.variables["HOME"] = CommandWord(bytes: Array(home.utf8)) }
    }

    mutating func read(_ steps: ArraySlice<ShellStep>) {
        var rest = steps
        while let step = rest.popFirst(), stepsRead < Self.mostSteps {
            stepsRead += 1
            switch step {
            case .command(let words):
                if let loop = Loop(words, followedBy: rest) {
                    run(loop)
                    rest = rest.dropFirst(loop.body.count)
                } else {
                    read(words[...])
                }
            case .enter: outer.append(state)
            case .leave: state = outer.popLast() ?? state
            }
        }
    }

    // MARK: - Loops

    /// A loop of the form `for name in values; do body; done`.
    private struct Loop {
        let name: String
        let values: ArraySlice<CommandWord>
        let body: ArraySlice<ShellStep>

        init?(_ words: [CommandWord], followedBy steps: ArraySlice<ShellStep>) {
            let words = words.drop { ShellReader.keywords.contains($0.text) }
            guard words.count > 2, words.first?.text == "for", words.dropFirst(2).first?.text == "in",
                let name = words.dropFirst().first, name.isCertain
            else { return nil }
            (self.name, values) = (name.text, words.dropFirst(3))
            var open = 1
            let end = steps.firstIndex { step in
                guard case .command(let words) = step else { return false }
                let heads = words.prefix {
                    ShellReader.keywords.contains($0.text) || ShellReader.loops.contains($0.text)
                }
                for head in heads.map(\.text) {
                    if ShellReader.loops.contains(head) { open += 1 }
                    if head == "done" { open -= 1 }
                }
                return open <= 0
            }
            body = steps[..<(end ?? steps.endIndex)]
        }
    }

    private mutating func run(_ loop: Loop) {
        guard depth < Self.deepest else { return }
        depth += 1
        defer { depth -= 1 }
        let values = expanded(loop.values)
        for value in values.isEmpty ? [CommandWord(isUnknown: true)] : Array(values.prefix(Self.mostTurns)) {
            state.variables[loop.name] = value
            read(loop.body)
        }
    }

    // MARK: - Commands

    private func expanded(_ words: ArraySlice<CommandWord>) -> [CommandWord] {
        var variables = state.variables
        if let directory = state.directory {
            variables["PWD"] = CommandWord(bytes: Array(directory.text.utf8), isPattern: directory.isPattern)
        }
        return words.flatMap { $0.expanded(variables) }
    }

    private mutating func read(_ command: ArraySlice<CommandWord>) {
        var words = command
        var assigned: [String: CommandWord] = [:]
        while let first = words.first {
            if let assignment = first.assignment {
                assigned[assignment.name] = expanded([assignment.value]).first
            } else if !Self.keywords.contains(first.text) {
                break
            }
            words = words.dropFirst()
            if first.text == "time" { words = words.drop { $0.text == "-p" } }
        }
        let known = expanded(words)
        guard let first = known.first else {
            if words.isEmpty { state.variables.merge(assigned) { $1 } }
            return
        }
        guard first.isCertain else { return }
        let name = FilePath.name(of: first.text)
        run(name, arguments: known.dropFirst(), assigned: assigned)
    }

    private mutating func run(
        _ name: String, arguments: ArraySlice<CommandWord>, assigned: [String: CommandWord]
    ) {
        switch name {
        case "cd": enterDirectory(Self.target(arguments))
        case "pushd":
            state.directories.append(state.directory)
            enterDirectory(Self.target(arguments))
        case "popd":
            state.formerDirectory = state.directory
            state.directory = state.directories.popLast() ?? nil
        case "eval": readText(arguments.map(\.text).joined(separator: " "), isSubshell: false)
        case "trap": if let text = arguments.first, text.isCertain { readText(text.text, isSubshell: true) }
        case _ where Self.declarations.contains(name):
            for word in arguments {
                if let assignment = word.assignment { state.variables[assignment.name] = assignment.value }
            }
        case _ where Self.shells.contains(name): readShell(arguments)
        default:
            if let runner = ProgramRunner.named(name) {
                run(runner, arguments: arguments, assigned: assigned)
            } else {
                note(name, arguments: arguments, assigned: assigned)
            }
        }
    }

    private mutating func note(
        _ name: String, arguments: ArraySlice<CommandWord>, assigned: [String: CommandWord]
    ) {
        let environment = state.variables.merging(assigned) { $1 }.filter { $0.key.hasPrefix("GIT_") }
        calls.append(
            ShellCall(
                name: name, arguments: Array(arguments), directory: state.directory, start: start,
                environment: environment))
        // `git submodule foreach` runs its words in every submodule.
        guard name == "git", let git = GitCall(calls[calls.count - 1]), git.verb == "submodule",
            let verb = git.arguments.firstIndex(where: { $0.text == "foreach" })
        else { return }
        let words = git.arguments[(verb + 1)...].drop { $0.text.hasPrefix("-") }
        outer.append(state)
        state.directory = git.directory
        readText(words.map(\.text).joined(separator: " "), isSubshell: false)
        state = outer.popLast() ?? state
    }

    private static func target(_ arguments: ArraySlice<CommandWord>) -> CommandWord? {
        arguments.first { !["-P", "-L", "-e", "-@", "-n", "--"].contains($0.text) }
    }

    /// Changes the directory; nil afterwards where it cannot be determined, for example a variable that is not known.
    private mutating func enterDirectory(_ target: CommandWord?) {
        let former = state.directory
        if target?.text == "-" {
            state.directory = state.formerDirectory
        } else {
            state.directory = (target ?? state.variables["HOME"]).flatMap { ShellPath.of($0, from: former) }
        }
        state.formerDirectory = former
    }

    // MARK: - Programs that run others

    private mutating func run(
        _ runner: ProgramRunner, arguments: ArraySlice<CommandWord>, assigned: [String: CommandWord]
    ) {
        guard depth < Self.deepest else { return }
        depth += 1
        defer { depth -= 1 }
        let former = (state.directory, state.variables)
        state.variables.merge(assigned) { $1 }
        let found = runner.command(in: arguments)
        if let directory = found.directory { state.directory = ShellPath.of(directory, from: state.directory) }
        read(found.words)
        if runner.isProcess { (state.directory, state.variables) = former }
    }

    private mutating func readShell(_ arguments: ArraySlice<CommandWord>) {
        var words = arguments
        var isText = false
        while let word = words.first, word.text.hasPrefix("-") || word.text.hasPrefix("+") {
            isText = isText || (!word.text.hasPrefix("--") && word.text.contains("c"))
            words = words.dropFirst(word.text == "-o" ? 2 : 1)
        }
        if isText, let text = words.first, text.isCertain { readText(text.text, isSubshell: true) }
    }

    private mutating func readText(_ text: String, isSubshell: Bool) {
        guard depth < Self.deepest else { return }
        depth += 1
        defer { depth -= 1 }
        let steps = ShellScanner.steps(of: text.utf8)
        read((isSubshell ? [.enter] + steps + [.leave] : steps)[...])
    }
}
