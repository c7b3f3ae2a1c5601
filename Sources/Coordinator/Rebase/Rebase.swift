internal import Exec
internal import GitKit
internal import HookCore

/// One rebase of one worktree's branch.
struct Rebase {
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
        let preview = try git.previewMerge(of: head, into: target.commit)
        outcome.result = preview.isClean ? .wouldSucceed : .wouldConflict(preview.files)
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

    private func changes() throws(ParallelError) -> [PathBytes] {
        try git.workTreeStatus().entries.filter { $0.kind != .untracked }.map(\.path)
    }

    /// Does it. On a conflict, and on an interruption, everything is as before when this returns.
    func run(_ planned: RebaseOutcome) throws(ParallelError) -> RebaseOutcome {
        var outcome = planned
        // As the user has set it up, but never with an editor, and never with what could hide or move other work.
        let quiet = git.setting("core.editor", "true").setting("sequence.editor", "true")
            .setting("rebase.autoStash", "false").setting("rebase.updateRefs", "false")
            .setting("rebase.autoSquash", "false").setting("rebase.backend", "merge")
        let hasMerges = try git.line(["rev-list", "--merges", "--count", "\(target.commit)..\(head)"]) != "0"
        let arguments = ["rebase"] + (hasMerges ? ["--rebase-merges"] : []) + [target.commit]
        let result: CommandResult
        do throws(ParallelError) {
            result = try quiet.result(arguments)
        } catch {
            try takeBack()
            throw error
        }
        outcome.output = (result.text + result.errorText).replacingTerminalReturns
        if result.status.isSuccess {
            outcome.result = .rebased
            outcome.head = try git.head().commit ?? head
            return outcome
        }
        let conflicts = try isOurs ? unmerged() : []
        try takeBack()
        guard !conflicts.isEmpty else { throw git.failure(arguments, result) }
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

    /// - Throws: `.gitFailed` when the branch is not where it was.
    private func takeBack() throws(ParallelError) {
        guard isOurs else { return }
        try git.uninterruptible.run(["rebase", "--abort"])
        let now = try git.uninterruptible.head()
        guard now.commit == head, now.branch == branch else {
            throw ParallelError(
                .gitFailed, operation: "abort rebase", subject: repository.workTree,
                message: "The branch is not where it was", hint: "git reset --keep \(head)")
        }
    }
}

extension String {
    /// What a terminal would show in the end of lines that overwrite themselves.
    fileprivate var replacingTerminalReturns: String {
        split(separator: "\n", omittingEmptySubsequences: true)
            .map { line in line.split(separator: "\r").last.map(String.init) ?? "" }.joined(separator: "\n")
    }
}
