internal import HookCore

/// Reads what a call of git would destroy among the files of a worktree.
struct GitTreeReader {
    private let git: GitCall
    private(set) var acts: [TreeAct] = []

    init(_ git: GitCall) {
        self.git = git
        if git.has("--help") { return }
        switch git.verb {
        case "reset": if let mode = ["--hard", "--merge"].first(where: { git.has($0) }) { note("reset " + mode) }
        case "checkout": readCheckout()
        case "restore":
            let isUseful = !git.operands.isEmpty || git.has("--pathspec-from-file")
            if isUseful, git.has("-W", "--worktree") || !git.has("-S", "--staged") { note("restore") }
        case "switch": if git.has("-f", "--force", "--discard-changes") { note("switch --discard-changes") }
        case "clean": if !git.has("-n", "--dry-run") { readClean() }
        case "stash": readStash()
        case "read-tree": if git.has("-u") { note("read-tree -u") }
        case "checkout-index": if git.has("-f", "--force") { note("checkout-index --force") }
        case "rm": if !git.has("--cached", "-n", "--dry-run") { note("rm") }
        case "merge", "rebase", "cherry-pick", "revert", "am": readInterrupted()
        case "submodule":
            let verb = git.operands.first?.text
            if verb == "deinit" || verb == "update", git.has("-f", "--force") {
                note("submodule \(verb ?? "") --force")
            }
        case "worktree": readWorktree()
        default: return
        }
    }

    /// Notes an act in the worktree in which git works, and in the one whose index and HEAD the line names.
    private mutating func note(_ verb: String, condition: CommandWord? = nil, reach: TreeAct.Reach = .tree) {
        let paths: [ShellPath?]
        switch git.workTree {
        case .found: paths = [git.directory, givenPath(git.gitDirectory)]
        case .given(let tree): paths = [tree, givenPath(git.gitDirectory)]
        case .unknown: paths = [givenPath(git.gitDirectory)]
        }
        for case let path? in paths {
            if let condition {
                guard let file = ShellPath.of(condition, from: path) else { continue }
                acts.append(TreeAct("git " + verb, reach: reach, at: path, condition: file))
            } else {
                acts.append(TreeAct("git " + verb, reach: reach, at: path))
            }
        }
    }

    private func givenPath(_ place: GitCall.Place) -> ShellPath? {
        if case .given(let path) = place { path } else { nil }
    }

    /// Reads `git checkout` of files, or over changed files.
    private mutating func readCheckout() {
        if git.has("-f", "--force") { return note("checkout --force") }
        if git.afterDashes?.isEmpty == false || git.has("--pathspec-from-file") { return note("checkout -- …") }
        if git.has("-b", "-B", "--orphan", "-d", "--detach", "-t", "--track") { return }
        let operands = git.operands
        guard let first = operands.first else { return }
        if operands.count > 1 || first.isPattern { return note("checkout -- …") }
        let starts = ["./", "../", ":"]
        let isPath = first.text == "." || first.text == ".." || starts.contains(where: first.text.hasPrefix)
        note("checkout " + first.text, condition: isPath ? nil : first)
    }

    private mutating func readClean() {
        let words = git.arguments.prefix { $0.text != "--" }.map(\.text)
        let forces = words.reduce(0) { count, word in
            if word == "--force" { return count + 1 }
            return word.hasPrefix("-") && !word.hasPrefix("--") ? count + word.count { $0 == "f" } : count
        }
        // With the option given twice, git also removes worktrees inside of this one.
        guard forces > 1 else { return note("clean") }
        if git.operands.isEmpty { return note("clean", reach: .worktrees) }
        for word in git.operands {
            if let path = ShellPath.of(word, from: git.directory) {
                acts.append(TreeAct("git clean", reach: .entry, at: path))
            }
        }
    }

    private mutating func readStash() {
        let verb = git.arguments.first.flatMap { $0.text.hasPrefix("-") ? nil : $0.text }
        let verbs = ["push", "save", "pop", "apply", "branch"]
        guard verb.map(verbs.contains) ?? true, !git.has("-h") else { return }
        note("stash" + (verb.map { " " + $0 } ?? ""))
    }

    /// Reads what would end an interrupted operation: resolved conflicts are lost with it.
    private mutating func readInterrupted() {
        if git.has("--abort") { return note(git.verb + " --abort") }
        if git.verb != "merge", git.has("--skip") { note(git.verb + " --skip") }
    }

    private mutating func readWorktree() {
        let words = git.operands
        guard let verb = words.first?.text, verb == "remove" || verb == "move", words.count > 1,
            let path = ShellPath.of(words[1], from: git.directory)
        else { return }
        acts.append(TreeAct("git worktree " + verb, reach: .worktree, at: path))
    }
}
