internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Finds out whether the removal of a submodule would lose data.
struct SubmoduleCheck {
    let submodule: Submodule
    /// The absolute path of the checkout; nil where the submodule is not checked out.
    private let checkout: String?
    /// A git bound to the submodule's git directory.
    private let git: Git
    private let twins: [Git]
    private let worktree: String
    private let others: DependentRepositories
    private let remedy: SubmoduleRemedy
    private let resident: (String) -> String?

    /// Prepares the check of one submodule.
    /// - Parameters:
    ///   - worktree: the root of the worktree that the submodule belongs to.
    ///   - twin: the path where the main checkout's repository of the same submodule would be.
    ///   - resident: names a process that lives in a directory; nil for none.
    init(
        _ submodule: Submodule, in worktree: String, twin: String, others: DependentRepositories, git: Git,
        resident: @escaping (String) -> String?
    ) {
        self.resident = resident
        self.submodule = submodule
        let checkout = submodule.checkout.map { worktree + "/" + $0 }
        let directory = submodule.gitDirectory
        self.checkout = checkout
        self.git = git.on(gitDirectory: directory, workTree: checkout ?? directory)
        self.others = others
        let twinDirectory = access(twin + "/HEAD", F_OK) == 0 ? twin : nil
        self.worktree = worktree
        remedy = SubmoduleRemedy(submodule: submodule, checkout: checkout, twin: twinDirectory, worktree: worktree)
        twins = [twin, remedy.made].filter { access($0 + "/HEAD", F_OK) == 0 }
            .map { git.on(gitDirectory: $0, workTree: $0) }
    }

    /// Makes sure that nothing is lost with the submodule.
    /// - Parameter isWhole: false where the checkout was not completed, so that missing files are not the user's
    ///   deletions.
    /// - Throws: `.unsavedSubmodule` with a hint on what to do.
    func requireSaved(isWhole: Bool) throws(ParallelError) {
        try requireQuiet()
        if let checkout { try requireSavedFiles(checkout, isWhole: isWhole) } else { try requireCommittedIndex() }
        try requireNoDependents()
        let history = SubmoduleHistory(
            git: git, gitDirectory: submodule.gitDirectory, worktree: worktree, twins: twins)
        let (commits, tags) = try history.unsaved()
        if !commits.isEmpty {
            throw unsaved(
                "a submodule has commits of which neither a remote nor the main checkout's submodule "
                    + "is known to have them",
                hint: remedy.hold(commits))
        }
        if !tags.isEmpty {
            throw unsaved(
                "a submodule has tags of which it is not known that its remote has them",
                hint: remedy.hold(tags))
        }
        let resolved = try ResolveUndo(git).unheld
        if !resolved.isEmpty {
            throw unsaved(
                "the index of a submodule remembers files of resolved conflicts that are in no commit",
                hint: remedy.tag(resolved))
        }
        if WorktreeStateFiles.holdMessage(submodule.gitDirectory) {
            throw unsaved("a message waits for the next commit in a submodule", hint: remedy.moveMessages())
        }
    }

    private func requireQuiet() throws(ParallelError) {
        let directory = submodule.gitDirectory
        if access(directory + "/index.lock", F_OK) == 0 {
            throw unsaved(
                "another git process is at work in a submodule",
                hint: "if no git is at work there: rm \(ShellWord.quote(directory + "/index.lock"))")
        }
        try own.requireNoOperation()
        try requireNoWorktrees()
        if !DirectoryNames.list(directory + "/annex/objects").isEmpty {
            throw unsaved("git-annex keeps files in the git directory of a submodule", hint: nil)
        }
    }

    /// Makes sure that the submodule has no worktrees. Unfinished work in one is named first: git would not remove that
    /// worktree, or its commits would be on no branch.
    private func requireNoWorktrees() throws(ParallelError) {
        let directory = submodule.gitDirectory
        guard let other = WorktreeAdministration.all(commonDirectory: directory).first else { return }
        let message = "a submodule has worktrees of its own"
        let command = "\(SubmoduleRemedy.bare(directory)) worktree"
        guard access(other.path, F_OK) == 0 else {
            // Its disk may not be mounted, and git forgets what was staged or detached there.
            let words = "if \(other.path) is deleted for good, with what was staged or detached there: "
            let unlocking = other.lockReason == nil ? "" : "\(command) unlock \(ShellWord.quote(other.path)) && "
            throw unsaved(message, hint: "\(words)\(unlocking)\(command) remove \(ShellWord.quote(other.path))")
        }
        if let process = resident(other.path) {
            throw unsaved("a process lives in a worktree of a submodule: \(process)", hint: nil)
        }
        let work = UnfinishedWork(
            name: "a worktree of a submodule", checkout: other.path, gitDirectory: other.directory,
            git: git.on(gitDirectory: other.directory, workTree: other.path), remedy: remedy.at(other.path))
        try work.requireNoOperation()
        let status = try work.git.workTreeStatus()
        try work.requireCommitted(status)
        try work.requireNothingHidden(in: directory)
        let quotedPath = ShellWord.quote(other.path)
        let head = try work.git.head()
        let holding = head.branch == nil ? head.commit.map { work.remedy.branch(at: $0) + " && " } : nil
        let unlocking = other.lockReason == nil ? "" : "\(command) unlock \(quotedPath) && "
        throw work.unsaved(
            message, hint: "\(holding ?? "")\(unlocking)\(command) remove \(quotedPath)",
            cause: status.ignored.isEmpty ? nil : "its ignored files would be deleted: \(status.ignored[0].display)")
    }

    private func requireSavedFiles(_ checkout: String, isWhole: Bool) throws(ParallelError) {
        let directory = submodule.gitDirectory
        let source = SnapshotSource(
            git: git, gitDirectory: directory, commonDirectory: directory, workTree: checkout, maxBytes: .max,
            ignoredFiles: [])
        let contents = try source.inspect()
        guard contents.hidesNoFiles else {
            throw unsaved("a submodule holds files that git does not show", hint: remedy.move(checkout))
        }
        if !isWhole && contents.status.entries.allSatisfy(\.isMissing) { return }
        try own.requireCommitted(contents.status)
    }

    /// Makes sure that the index of a submodule without files holds nothing uncommitted: its staged changes exist only
    /// there.
    private func requireCommittedIndex() throws(ParallelError) {
        guard access(submodule.gitDirectory + "/index", F_OK) == 0 else { return }
        let head = try git.head().commit
        let isSame =
            if head == nil { try IndexEntry.list(git).isEmpty } else {
                try git.run(["diff-index", "--cached", "--quiet", "HEAD", "--"], statuses: [0, 1]).status.isSuccess
            }
        if isSame { return }
        throw unsaved("a submodule has staged changes that are not committed", hint: remedy.commitIndex())
    }

    /// Makes sure that no other repository takes objects from this one or leads into it: that repository would break.
    private func requireNoDependents() throws(ParallelError) {
        let own = realPath(submodule.gitDirectory)
        if let link = others.link(into: own) {
            throw unsaved(
                "another repository leads into that of a submodule: \(link)", hint: SubmoduleRemedy.copy(link))
        }
        if let borrower = others.borrower(from: own) {
            throw unsaved(
                "another repository takes objects from that of a submodule: \(borrower)",
                hint: SubmoduleRemedy.repack(borrower))
        }
    }

    private var own: UnfinishedWork {
        UnfinishedWork(
            name: "a submodule", checkout: checkout ?? submodule.gitDirectory, gitDirectory: submodule.gitDirectory,
            git: git,
            remedy: remedy)
    }

    private func unsaved(_ message: String, hint: String?) -> ParallelError { own.unsaved(message, hint: hint) }
}
