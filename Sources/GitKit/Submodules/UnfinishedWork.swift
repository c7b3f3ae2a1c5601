internal import GitProgram
internal import HookCore

/// Unfinished work in a checkout of a submodule, or in one of the submodule's own worktrees.
struct UnfinishedWork {
    /// The description of the checkout, as the subject of a sentence.
    let name: String
    /// The path of the checkout, or the git directory where there is no checkout.
    let place: String
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

    func unsaved(_ message: String, hint: String?, cause: String? = nil) -> ParallelError {
        ParallelError(
            .unsavedSubmodule, operation: "look at submodule", subject: place, message: message, hint: hint,
            cause: cause)
    }
}
