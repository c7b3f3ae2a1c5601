internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
internal import HookCore

/// A rebase of one worktree's branch.
struct Rebase {
    private let repository: Repository
    private let git: Git
    private let branch: String
    private let head: String
    let target: NamedCommit

    init(repository: Repository, git: Git, target name: String) throws(ParallelError) {
        self.repository = repository
        self.git = git
        let workTree = repository.workTree
        if let operation = try git.operationInProgress(gitDirectory: repository.gitDirectory) {
            throw ParallelError(
                .operationInProgress, operation: "rebase", subject: workTree,
                message: "A \(operation.rawValue) has not been finished here",
                hint: "finish or abort it first: git status")
        }
        let head = try git.head()
        guard let commit = head.commit else {
            throw ParallelError(
                .unbornBranch, operation: "rebase", subject: workTree, message: "The branch has no commit yet")
        }
        guard let branch = head.branch else {
            throw ParallelError(
                .detachedHead, operation: "rebase", subject: workTree,
                message: "HEAD is detached: there is no branch to rebase",
                hint: "git switch BRANCH")
        }
        self.branch = branch
        self.head = commit
        target = try git.newestCommit(name)
    }

    /// Describes the rebase before anything is done.
    func prediction() throws(ParallelError) -> RebaseOutcome {
        let hasAll = try git.isAncestor(target.commit, of: head)
        return RebaseOutcome(
            result: hasAll ? .upToDate : .wouldSucceed, worktree: repository.workTree, branch: branch,
            target: target.reference, targetCommit: target.commit, previousHead: head, head: head,
            ownCommits: try git.commits(of: head, notIn: target.commit), output: "")
    }

    /// Merges in memory. The objects of the merge are thrown away.
    func preview(_ prediction: RebaseOutcome) throws(ParallelError) -> RebaseOutcome {
        var outcome = prediction
        outcome.leavesOutUncommitted = try !changes().isEmpty
        let preview = try git.mergeTree(ours: target.commit, theirs: head)
        outcome.result = preview.isClean ? .wouldSucceed : .wouldConflict(preview.conflicts.map(\.path))
        return outcome
    }

    /// Refuses a worktree with changes to tracked files. Untracked files may stay.
    /// - Throws: `.dirtyWorktree`.
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

    /// Refuses a commit that has a file in place of a directory with something that git does not look at, such as a
    /// submodule: no rescue holds that.
    /// - Throws: `.dirtyWorktree`.
    private func requireNothingCovered(by commit: String) throws(ParallelError) {
        guard let directory = try git.coveredDirectories(from: head, to: commit).first else { return }
        let name = directory.path.display
        // Out of the worktree: no rescue is made around a repository.
        let joined = directory.path.map { $0 == 0x2F ? UInt8(ascii: "-") : $0 }
        let root = Array(repository.workTree.utf8)
        let outside = ShellWord.quote(root + [UInt8(ascii: "-")] + joined + Array(".\(commit.prefix(10))".utf8))
        let quoted = ShellWord.quote(root + [0x2F] + directory.path)
        let move = "mv -T \(quoted) \(outside)"
        let inside = ProcessesInside("\(repository.workTree)/\(name)", since: Timestamp.now()).first
        let here = "git -C \(ShellWord.quote(repository.workTree)) --literal-pathspecs"
        let restore = "\(here) checkout -- \(ShellWord.quote(directory.path))"
        throw ParallelError(
            .dirtyWorktree, operation: "rebase", subject: repository.workTree,
            message: "\(name) becomes a file, and git would delete what lies below it: \(directory.content.display)",
            hint: inside.map { "end what lives there first: \($0)" }
                ?? (directory.isTracked ? "\(move) && { \(restore) || { mv -T \(outside) \(quoted); false; }; }" : move)
        )
    }

    /// Refuses a commit that has a file where an untracked one lies, ignored or not.
    /// - Throws: `.dirtyWorktree`.
    private func requireFreePaths(for commit: String) throws(ParallelError) {
        let arguments = ["diff", "--name-only", "-z", "--no-renames", "--diff-filter=A", head, commit, "--"]
        let blocked = ZeroSeparated.fields(try git.run(arguments).output).filter(isTaken)
        guard let first = blocked.first else { return }
        let names = blocked.prefix(20).map { Array($0).display }.joined(separator: ", ")
        throw ParallelError(
            .dirtyWorktree, operation: "rebase", subject: repository.workTree,
            message: "\(Array(first).display) lies here without being tracked, and \(target.reference) has it",
            hint: "move it away first", cause: blocked.count == 1 ? nil : names)
    }

    /// Whether the path exists, or a file lies where it needs a directory. Directories have been looked into before.
    private func isTaken(_ path: ArraySlice<UInt8>) -> Bool {
        let whole = Array(path)
        var status = stat()
        for end in whole.indices + [whole.count] where end == whole.count || whole[end] == UInt8(ascii: "/") {
            let name = Array(repository.workTree.utf8) + [UInt8(ascii: "/")] + whole[..<end] + [0]
            guard lstat(name.map { CChar(bitPattern: $0) }, &status) == 0 else { return false }
            if status.st_mode & S_IFMT != S_IFDIR { return true }
        }
        return false
    }

    /// Refuses a branch with merge commits, because a rebase would lose the changes that were made in them.
    /// - Throws: `.holdsMerges`.
    func requireNoMerges() throws(ParallelError) {
        let count = try git.line(["rev-list", "--merges", "--count", "\(target.commit)..\(head)"])
        guard count != "0" else { return }
        throw ParallelError(
            .holdsMerges, operation: "rebase", subject: branch,
            message: "The branch has merge commits (\(count)): a rebase would lose what was changed in them",
            hint: "git merge \(ShellWord.quote(target.reference))")
    }

    private func changes() throws(ParallelError) -> [PathBytes] {
        try git.workTreeStatus().entries.filter { $0.kind != .untracked }.map(\.path)
    }

    /// Runs the user's `pre-rebase` hook, as `git rebase` would.
    /// - Throws: `.gitFailed` with the hook's output.
    func askHook() throws(ParallelError) {
        try git.run(["hook", "run", "--ignore-missing", "pre-rebase", "--", target.reference])
    }

    /// Puts the branch's commits on top of the target in a scratch worktree, and then moves the branch and this
    /// worktree to the result. Before that, nothing here changes.
    /// - Parameter scratch: a worktree that has the target checked out.
    func run(
        _ planned: RebaseOutcome, in scratch: ScratchTree, reach: (String) -> Void
    ) throws(ParallelError) -> RebaseOutcome {
        var outcome = planned
        switch try scratch.rebase(head, words: &outcome.output) {
        case .conflict(let files):
            outcome.result = .conflict(files)
            return outcome
        case .refused(let output):
            throw ParallelError(
                .gitFailed, operation: "rebase", subject: repository.workTree,
                message: "git does not put the commits on top of \(target.reference)", cause: output)
        case .made(let commit):
            reach("rebase.made")
            try requireNothingCovered(by: commit)
            try requireFreePaths(for: commit)
            try move(to: commit, reach: reach)
            outcome.result = .rebased
            outcome.head = commit
            return outcome
        }
    }

    /// Moves the files first and then the branch. After a kill in between, the branch is unchanged. A branch that
    /// another program has moved meanwhile stays where it is.
    /// - Throws: `.gitFailed`, also when a program has written to a file that the rebase changes.
    private func move(to commit: String, reach: (String) -> Void) throws(ParallelError) {
        let guarded = git.uninterruptible.withoutSubmodules
        guard try guarded.head() == Head(commit: head, branch: branch) else { throw overtaken }
        let cause = "rebase (parallel-cc): \(branch) onto \(target.reference)"
        let arguments = ["checkout", "--quiet", "--no-overwrite-ignore", "--detach", commit]
        let answer = try guarded.result(arguments)
        // A failing post-checkout hook makes git report a failure after the checkout is complete.
        guard try guarded.head() == Head(commit: commit, branch: nil) else {
            throw guarded.failure(arguments, result: answer)
        }
        reach("rebase.switched")
        guard try guarded.moveReference("refs/heads/" + branch, to: commit, from: head, cause: cause) else {
            _ = try guarded.result(["checkout", "--quiet", "--no-overwrite-ignore", branch, "--"])
            throw overtaken
        }
        reach("rebase.moved")
        try guarded.run(["symbolic-ref", "-m", cause, "HEAD", "refs/heads/" + branch])
        try guarded.run(["update-ref", "ORIG_HEAD", head])
    }

    private var overtaken: ParallelError {
        ParallelError(
            .gitFailed, operation: "rebase", subject: repository.workTree,
            message: "somebody has committed to \(branch) or switched branches meanwhile; nothing was rebased",
            hint: "try again")
    }
}
