internal import Exec
internal import GitKit
internal import Glibc
internal import HookCore

/// One rebase of one worktree's branch.
struct Rebase {
    /// Saves the worktree as it is; gives the rescue's id.
    typealias Save = () throws(ParallelError) -> String

    private let repository: Repository
    private let git: Git
    private let branch: String
    private let head: String
    private let target: NamedCommit

    init(repository: Repository, git: Git, target name: String) throws(ParallelError) {
        self.repository = repository
        self.git = git
        let place = repository.workTree
        if let operation = OperationInProgress.find(gitDirectory: repository.gitDirectory) {
            throw ParallelError(
                .operationInProgress, operation: "rebase", subject: place,
                message: "A \(operation.rawValue) has not been finished here",
                hint: "finish or abort it first: git status")
        }
        let head = try git.head()
        guard let commit = head.commit else {
            throw ParallelError(
                .unbornBranch, operation: "rebase", subject: place, message: "The branch has no commit yet")
        }
        guard let branch = head.branch else {
            throw ParallelError(
                .detachedHead, operation: "rebase", subject: place,
                message: "HEAD is detached: there is no branch to rebase",
                hint: "git switch BRANCH")
        }
        self.branch = branch
        self.head = commit
        target = try git.newestCommit(name)
    }

    /// What is to be done, before anything is.
    func outlook() throws(ParallelError) -> RebaseOutcome {
        let hasAll = try git.isAncestor(target.commit, of: head)
        return RebaseOutcome(
            result: hasAll ? .upToDate : .wouldSucceed, worktree: repository.workTree, branch: branch,
            target: target.reference, targetCommit: target.commit, previousHead: head, head: head,
            ownCommits: try git.commits(of: head, notIn: target.commit), output: "")
    }

    /// Merges in memory. The objects that this makes are thrown away.
    func look(_ outlook: RebaseOutcome) throws(ParallelError) -> RebaseOutcome {
        var outcome = outlook
        outcome.leavesOutUncommitted = try !changes().isEmpty
        let preview = try git.mergeTree(target.commit, head)
        outcome.result = preview.isClean ? .wouldSucceed : .wouldConflict(preview.conflicts.map(\.path))
        return outcome
    }

    /// - Throws: `.dirtyWorktree`. Untracked files may stay: git itself refuses where one would be overwritten.
    func requireClean() throws(ParallelError) {
        let changed = try changes()
        guard let first = changed.first else { return }
        let names = changed.prefix(20).map(\.display).joined(separator: ", ")
        throw ParallelError(
            .dirtyWorktree, operation: "rebase", subject: repository.workTree,
            message: changed.count == 1
                ? "\(first.display) has uncommitted changes" : "\(changed.count) files have uncommitted changes",
            hint: "commit them first", cause: changed.count == 1 ? nil : names)
    }

    /// git overwrites ignored files without asking, and no rescue holds them.
    /// - Throws: `.dirtyWorktree`.
    func requireFreePaths() throws(ParallelError) {
        let arguments = ["diff", "--name-only", "-z", "--no-renames", "--diff-filter=A", head, target.commit, "--"]
        let blocked = ZeroSeparated.fields(try git.run(arguments).output).filter(isTaken)
        guard let first = blocked.first else { return }
        let names = blocked.prefix(20).map { Array($0).display }.joined(separator: ", ")
        throw ParallelError(
            .dirtyWorktree, operation: "rebase", subject: repository.workTree,
            message: "\(Array(first).display) lies here without being tracked, and \(target.reference) has it",
            hint: "move it away first", cause: blocked.count == 1 ? nil : names)
    }

    /// Whether something of the name is there, or a file where it needs a directory.
    private func isTaken(_ path: ArraySlice<UInt8>) -> Bool {
        let whole = Array(path)
        var status = stat()
        for end in whole.indices + [whole.count] where end == whole.count || whole[end] == UInt8(ascii: "/") {
            let name = Array(repository.workTree.utf8) + [UInt8(ascii: "/")] + whole[..<end] + [0]
            guard lstat(name.map { CChar(bitPattern: $0) }, &status) == 0 else { return false }
            if end == whole.count || status.st_mode & S_IFMT != S_IFDIR { return true }
        }
        return false
    }

    /// What was changed in a merge commit, rather than brought by it, a rebase does not do again.
    /// - Throws: `.holdsMerges`.
    func requireNoMerges() throws(ParallelError) {
        let count = try git.line(["rev-list", "--merges", "--count", "\(target.commit)..\(head)"])
        guard count != "0" else { return }
        throw ParallelError(
            .holdsMerges, operation: "rebase", subject: branch,
            message: "The branch has merge commits (\(count)): a rebase would lose what was changed in them",
            hint: "git merge \(target.reference)")
    }

    private func changes() throws(ParallelError) -> [PathBytes] {
        try git.workTreeStatus().entries.filter { $0.kind != .untracked }.map(\.path)
    }

    /// Does it. On a conflict, and on an interruption, everything is as before when this returns.
    /// - Parameter save: called before it is taken back where somebody has written to the worktree meanwhile.
    func run(_ planned: RebaseOutcome, save: Save) throws(ParallelError) -> RebaseOutcome {
        var outcome = planned
        // As the user has set it up, but never with an editor, and never with what could hide or move other work.
        let quiet = git.setting("core.editor", "true").setting("sequence.editor", "true")
            .setting("rebase.autoStash", "false").setting("rebase.updateRefs", "false")
            .setting("rebase.autoSquash", "false").setting("rebase.backend", "merge")
        let arguments = ["rebase", target.commit]
        let result: CommandResult
        do throws(ParallelError) {
            result = try quiet.result(arguments)
        } catch {
            _ = try takeBack(save)
            throw error
        }
        outcome.output = (result.text + result.errorText).replacingTerminalReturns
        if result.status.isSuccess {
            outcome.result = .rebased
            outcome.head = try git.head().commit ?? head
            return outcome
        }
        let conflicts = try isOurs ? unmerged() : []
        outcome.rescueOfLateEdits = try takeBack(save)
        guard !conflicts.isEmpty else { throw failure(git.failure(arguments, result), outcome) }
        outcome.result = .conflict(conflicts)
        return outcome
    }

    private func unmerged() throws(ParallelError) -> [PathBytes] {
        try git.workTreeStatus().entries.filter { $0.kind == .unmerged }.map(\.path)
    }

    /// Whether the rebase that has stopped here is the one that we began: nobody else's is ever aborted.
    private var isOurs: Bool {
        let state = repository.gitDirectory + "/rebase-merge/"
        return line(state + "orig-head") == head && line(state + "onto") == target.commit
            && line(state + "head-name") == "refs/heads/\(branch)"
    }

    private func line(_ path: String) -> String? {
        WholeFile.read(path).map { String(decoding: $0.prefix { $0 != 0x0A }, as: UTF8.self) }
    }

    /// Names what was saved, so that nobody has to look for it.
    private func failure(_ error: ParallelError, _ outcome: RebaseOutcome) -> ParallelError {
        let rescues = [outcome.rescue, outcome.rescueOfLateEdits].compactMap(\.self)
        return ParallelError(
            error.code, operation: error.operation, subject: error.subject, message: error.message,
            hint: rescues.isEmpty
                ? error.hint : "saved as " + rescues.joined(separator: " and ") + ": parallel-cc rescue list",
            cause: error.cause)
    }

    /// - Returns: the rescue of what was written meanwhile, which taking back does away with.
    /// - Throws: `.gitFailed` when the branch is not where it was.
    private func takeBack(_ save: Save) throws(ParallelError) -> String? {
        guard isOurs else { return nil }
        let entries = try git.uninterruptible.workTreeStatus().entries
        let isWritten = entries.contains { $0.differsFromIndex && $0.kind != .unmerged && $0.kind != .untracked }
        let rescue = isWritten ? try save() : nil
        try git.uninterruptible.run(["rebase", "--abort"])
        let now = try git.uninterruptible.head()
        guard now.commit == head, now.branch == branch else {
            throw ParallelError(
                .gitFailed, operation: "abort rebase", subject: repository.workTree,
                message: "The branch is not where it was", hint: "git reset --keep \(head)")
        }
        return rescue
    }
}

extension String {
    /// What a terminal would show in the end of lines that overwrite themselves.
    fileprivate var replacingTerminalReturns: String {
        split(separator: "\n", omittingEmptySubsequences: true)
            .map { line in line.split(separator: "\r").last.map(String.init) ?? "" }.joined(separator: "\n")
    }
}
