internal import GitProgram
internal import HookCore

/// What somebody has not finished in a checkout of a submodule: its own, or one of its worktrees.
struct UnfinishedWork {
    /// What the checkout is, as the subject of a sentence.
    let name: String
    /// Where it is, or the git directory where it is not there.
    let place: String
    let gitDirectory: String
    /// Bound to its git directory.
    let git: Git
    let remedy: SubmoduleRemedy

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
