/// Follows a shell from command to command and notes what git would do to the stash.
struct StashReader {
    /// `sh -c` in `env sh -c` in …
    private static let deepest = 8
    private static let keywords: Set<String> = [
        "!", "{", "}", "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "time",
    ]
    /// Programs that run another one, with those of their options that take a value.
    private static let runners: [String: Set<String>] = [
        "command": [], "builtin": [], "exec": ["-a"], "nohup": [], "setsid": [], "stdbuf": ["-i", "-o", "-e"],
        "env": ["-u", "-C", "--unset", "--chdir"], "nice": ["-n"], "ionice": ["-c", "-n"],
        "sudo": ["-u", "-g", "-C", "-D", "-p"], "timeout": ["-k", "-s"],
    ]
    private static let shells: Set<String> = ["sh", "bash", "dash", "zsh", "ksh"]
    /// git's options that take the next word as their value.
    private static let gitOptions: Set<String> = [
        "-c", "--exec-path", "--config-env", "--super-prefix", "--attr-source",
    ]

    private(set) var acts: [StashAct] = []
    /// Where it begins.
    private let start: String
    /// Nil when it cannot be told.
    private var directory: String?
    private var outer: [String?] = []
    private var depth = 0

    init(directory: String) {
        start = directory
        self.directory = directory
    }

    mutating func read(_ steps: [ShellStep]) {
        for step in steps {
            switch step {
            case .command(let words): read(words[...])
            case .enter: outer.append(directory)
            case .leave: directory = outer.popLast() ?? directory
            }
        }
    }

    private mutating func read(_ command: ArraySlice<CommandWord>) {
        var words = command
        var movesRepository = false
        while let first = words.first, Self.keywords.contains(first.text) || Self.isAssignment(first) {
            movesRepository = movesRepository || first.text.hasPrefix("GIT_")
            words = words.dropFirst()
            if first.text == "time" { words = words.drop { $0.text == "-p" } }
        }
        guard let first = words.first, first.isCertain else { return }
        let name = first.text.split(separator: "/").last.map(String.init) ?? ""
        let arguments = words.dropFirst()
        switch name {
        case "cd", "pushd": enterDirectory(arguments)
        case "popd": directory = nil
        case "git" where !movesRepository: readGit(arguments)
        case "eval": readText(arguments.map(\.text).joined(separator: " "), isSubshell: false)
        case _ where Self.shells.contains(name): readShell(arguments)
        default: if let valued = Self.runners[name] { readRun(name, arguments, valued) }
        }
    }

    private static func isAssignment(_ word: CommandWord) -> Bool {
        guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { return false }
        return word.bytes[..<equals].allSatisfy { byte in
            byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
    }

    private mutating func enterDirectory(_ arguments: ArraySlice<CommandWord>) {
        let target = arguments.first { !["-P", "-L", "-e", "-@", "--"].contains($0.text) }
        directory = target.flatMap { below(directory, $0) }
    }

    /// Nil for a place that cannot be told: a variable, a home, `-`.
    private func below(_ directory: String?, _ word: CommandWord) -> String? {
        guard word.isCertain, !word.bytes.isEmpty, word.text != "-" else { return nil }
        return word.text.hasPrefix("/") ? word.text : directory.map { $0 + "/" + word.text }
    }

    // MARK: - Programs that run others

    private mutating func readRun(_ name: String, _ arguments: ArraySlice<CommandWord>, _ valued: Set<String>) {
        guard depth < Self.deepest else { return }
        depth += 1
        defer { depth -= 1 }
        var words = arguments
        while let word = words.first, word.text.hasPrefix("-") {
            words = words.dropFirst(valued.contains(word.text) ? 2 : 1)
        }
        if name == "timeout" { words = words.dropFirst() }
        read(words)
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
        read(isSubshell ? [.enter] + steps + [.leave] : steps)
    }

    // MARK: - git

    private mutating func readGit(_ arguments: ArraySlice<CommandWord>) {
        var words = arguments
        var place = directory
        while let word = words.first, word.text.hasPrefix("-") {
            words = words.dropFirst()
            if word.text == "-C" {
                if let target = words.first, !target.bytes.isEmpty { place = below(place, target) }
                words = words.dropFirst()
            } else if ["--git-dir", "--work-tree", "--namespace"].contains(where: word.text.hasPrefix) {
                return
            } else if Self.gitOptions.contains(word.text) {
                words = words.dropFirst()
            }
        }
        // Where it cannot be told, it is most likely another worktree of the same repository: they share one list.
        let directory = place ?? start
        switch words.first?.text {
        case "stash": readStash(words.dropFirst(), directory)
        case "reflog": readReflog(words.dropFirst(), directory)
        case "update-ref": readUpdate(words.dropFirst(), directory)
        default: return
        }
    }

    /// `reflog delete refs/stash@{0}`, `reflog expire … refs/stash`
    private mutating func readReflog(_ arguments: ArraySlice<CommandWord>, _ place: String) {
        guard let verb = arguments.first?.text, verb == "delete" || verb == "expire" else { return }
        for word in arguments.dropFirst() where Self.isStash(word) {
            let kind: StashAct.Kind = verb == "delete" ? .take(Self.entry([word])) : .clear
            acts.append(StashAct(kind: kind, directory: place, command: "git reflog " + verb))
        }
    }

    private mutating func readUpdate(_ arguments: ArraySlice<CommandWord>, _ place: String) {
        guard arguments.contains(where: { $0.text == "-d" }), arguments.contains(where: { $0.text == "refs/stash" })
        else { return }
        acts.append(StashAct(kind: .clear, directory: place, command: "git update-ref -d refs/stash"))
    }

    private static func isStash(_ word: CommandWord) -> Bool {
        ["stash", "refs/stash"].contains { word.text == $0 || word.text.hasPrefix($0 + "@{") }
    }

    private mutating func readStash(_ arguments: ArraySlice<CommandWord>, _ place: String) {
        let verb = arguments.first.flatMap { $0.text.hasPrefix("-") ? nil : $0.text } ?? "push"
        if arguments.contains(where: { $0.text == "--help" || $0.text == "-h" }) { return }
        let kind: StashAct.Kind
        switch verb {
        case "push", "save", "store": kind = .push
        case "pop", "drop": kind = .take(Self.entry(arguments.dropFirst()))
        case "branch": kind = .take(Self.entry(arguments.dropFirst(2)))
        case "clear": kind = .clear
        default: return
        }
        acts.append(StashAct(kind: kind, directory: place, command: "git stash " + verb))
    }

    /// The number that is named, the newest without one, nil when it cannot be told.
    private static func entry(_ arguments: ArraySlice<CommandWord>) -> Int? {
        guard let word = arguments.first(where: { !$0.text.hasPrefix("-") }) else { return 0 }
        guard word.isCertain else { return nil }
        var text = word.text[...]
        for prefix in ["refs/", "stash@{"] where text.hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
        if text == "stash" { return 0 }
        if text.hasSuffix("}") { text = text.dropLast() }
        return Int(text).flatMap { $0 >= 0 ? $0 : nil }
    }
}
