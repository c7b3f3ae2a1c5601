internal import Files
internal import GitProgram
internal import HookCore

/// Unfinished work in a checkout of a submodule, or in one of the submodule's own worktrees.
struct UnfinishedWork {
    /// The description of the checkout, as the subject of a sentence.
    let name: String
    /// The path of the checkout, or the git directory where there is no checkout.
    let checkout: String
    let gitDirectory: String
    /// A git bound to the checkout's git directory.
    let git: Git
    let remedy: SubmoduleRemedy

    /// Makes sure that no operation is in progress.
    /// - Throws: `.unsavedSubmodule`.
    func requireNoOperation() throws(ParallelError) {
        guard let operation = try git.operationInProgress(gitDirectory: gitDirectory) else { return }
        let message = "a \(operation.rawValue) is in progress in \(name)"
        let conflicts = try git.unmergedPaths()
        if operation == .bisect || conflicts.isEmpty {
            throw unsaved(message, hint: remedy.quit(operation))
        }
        throw unsaved(
            message + ", with conflicts", hint: remedy.goOn(operation),
            cause: "to give it up: \(remedy.abort(operation))")
    }

    /// Makes sure that there are no conflicts and no uncommitted changes.
    /// - Throws: `.unsavedSubmodule`.
    func requireCommitted(_ status: WorkTreeStatus) throws(ParallelError) {
        if status.isClean { return }
        if status.entries.contains(where: { $0.kind == .unmerged }) {
            throw unsaved("\(name) has conflicts that are not resolved", hint: remedy.commitResolved())
        }
        let isStaged = status.entries.contains { entry in
            if case .tracked(let index, _) = entry.kind { return index != UInt8(ascii: ".") }
            return false
        }
        throw unsaved("\(name) has changes that are not committed", hint: remedy.commit(isStaged: isStaged))
    }

    /// Makes sure that a worktree of a submodule has nothing that git would delete with it without a word.
    /// - Parameter commonDirectory: the git directory of the submodule.
    /// - Throws: `.unsavedSubmodule`.
    func requireNothingHidden(in commonDirectory: String) throws(ParallelError) {
        let source = SnapshotSource(
            git: git, gitDirectory: gitDirectory, commonDirectory: commonDirectory, workTree: checkout, maxBytes: .max,
            ignoredFiles: [])
        let contents = try source.inspect()
        if !contents.flagged.isEmpty {
            throw unsaved("\(name) has changes behind flags of its index", hint: remedy.show(contents.flagged))
        }
        guard contents.hidesNoFiles else {
            let hidden = contents.converted + contents.unseen + contents.inGitlinks.values.joined()
            throw unsaved(
                "\(name) holds files that git does not show", hint: nil, cause: hidden.first?.display ?? "")
        }
        // The commit of HEAD becomes a branch with the next command.
        let commits = contents.unreachableCommits.filter { $0 != contents.head.commit }
        if !commits.isEmpty {
            throw unsaved("\(name) has commits that no branch holds", hint: remedy.branches(at: commits))
        }
        try source.ownReferences.requireCommits()
        let resolved = contents.resolveUndo.unheld
        if !resolved.isEmpty {
            throw unsaved(
                "the index of \(name) remembers files of resolved conflicts", hint: remedy.tag(resolved))
        }
        let own = OwnStateFiles(gitDirectory: gitDirectory, commonDirectory: commonDirectory)
        let files = WorktreeStateFiles.messages(gitDirectory) + own.paths
        if !files.isEmpty {
            throw unsaved(
                "the git directory of \(name) holds a message or files of yours",
                hint: remedy.move(files, outOf: gitDirectory))
        }
    }

    func unsaved(_ message: String, hint: String?, cause: String? = nil) -> ParallelError {
        ParallelError(
            .unsavedSubmodule, operation: "look at submodule", subject: checkout, message: message, hint: hint,
            cause: cause)
    }
}
