internal import HookCore

/// Reads what a call of git would do to the stash.
struct StashReader {
    private let git: GitCall
    private let directory: String
    private(set) var acts: [StashAct] = []

    /// - Parameter start: the directory where the shell begins.
    init(_ git: GitCall, start: String) {
        self.git = git
        // A directory that cannot be determined is most likely another worktree of the same repository: both share one
        // list.
        if case .given(let path) = git.gitDirectory, !path.isPattern {
            directory = path.text
        } else {
            directory = git.directory.flatMap { $0.isPattern ? nil : $0.text } ?? start
        }
        switch git.verb {
        case "stash": readStash()
        case "reflog": readReflog()
        case "update-ref": readUpdate()
        default: return
        }
    }

    /// Reads `reflog delete refs/stash@{0}` and `reflog expire … refs/stash`.
    private mutating func readReflog() {
        guard let verb = git.arguments.first?.text, verb == "delete" || verb == "expire" else { return }
        for word in git.arguments.dropFirst() where Self.isStash(word) {
            let kind: StashAct.Kind = verb == "delete" ? .take(Self.entry([word])) : .clear
            acts.append(StashAct(kind: kind, directory: directory, command: "git reflog " + verb))
        }
    }

    private mutating func readUpdate() {
        guard git.arguments.contains(where: { $0.text == "-d" }),
            git.arguments.contains(where: { $0.text == "refs/stash" })
        else { return }
        acts.append(StashAct(kind: .clear, directory: directory, command: "git update-ref -d refs/stash"))
    }

    private static func isStash(_ word: CommandWord) -> Bool {
        ["stash", "refs/stash"].contains { word.text == $0 || word.text.hasPrefix($0 + "@{") }
    }

    private mutating func readStash() {
        let verb = git.arguments.first.flatMap { $0.text.hasPrefix("-") ? nil : $0.text } ?? "push"
        if git.arguments.contains(where: { $0.text == "--help" || $0.text == "-h" }) { return }
        let kind: StashAct.Kind
        switch verb {
        case "push", "save", "store": kind = .push
        case "pop", "drop": kind = .take(Self.entry(git.arguments.dropFirst()))
        case "branch": kind = .take(Self.entry(git.arguments.dropFirst(2)))
        case "clear": kind = .clear
        default: return
        }
        acts.append(StashAct(kind: kind, directory: directory, command: "git stash " + verb))
    }

    /// The number that the arguments name; 0, the newest, without one; nil when it cannot be determined.
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
