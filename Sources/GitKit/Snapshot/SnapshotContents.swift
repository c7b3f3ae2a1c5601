package import Files

/// Everything in a worktree that is worth saving.
package struct SnapshotContents: Equatable, Sendable {
    /// HEAD when the worktree was inspected.
    package let head: Head
    /// git's status when the worktree was inspected.
    package private(set) var status: WorkTreeStatus
    /// Files changed behind an assume-unchanged or skip-worktree flag. git's status does not name them.
    package let flagged: [PathBytes]
    /// Files that lie where the index has a submodule that is not checked out, by submodule. git's status does not look
    /// there.
    package private(set) var inGitlinks: [PathBytes: [PathBytes]]
    /// Files that git calls unchanged though their bytes are neither the index's nor a checkout's, and files whose blob
    /// the repository lacks.
    package let converted: [PathBytes]
    /// Files that git passes over though nothing ignores them.
    package private(set) var unseen: [PathBytes]
    /// Ignored files that are to be saved.
    package let ignored: [PathBytes]
    /// Commits that only this worktree holds.
    package let unreachableCommits: [String]
    /// The operation that has stopped midway; nil where there is none.
    package let operation: OperationInProgress?
    /// Whether the worktree has references of its own (`OwnReferences`).
    let hasOwnReferences: Bool
    /// Whether a message waits for the next commit, or the git directory has a file that is not git's.
    let hasMessage: Bool
    /// The resolved conflicts that the index remembers.
    let resolveUndo: ResolveUndo
    /// Unchanged files that a checkout would leave out because of a skip-worktree flag.
    let shown: [PathBytes]
    /// The repositories inside of the worktree whose files are among `unseen` and `inGitlinks`
    /// (`SnapshotSource.takesNestedFiles`).
    package private(set) var nested: [PathBytes] = []

    func with(unseen: [PathBytes]) -> SnapshotContents {
        var copy = self
        copy.unseen = unseen
        return copy
    }

    /// Returns the contents with files of nested repositories, which git's status no longer names.
    func with(
        unseen: [PathBytes], inGitlinks: [PathBytes: [PathBytes]], nested: [PathBytes]
    ) -> SnapshotContents {
        var copy = with(unseen: unseen)
        copy.inGitlinks = inGitlinks
        copy.nested = nested
        copy.status = status.without(Set(nested.map { $0 + [0x2F] }))
        return copy
    }

    /// Whether git and a fresh checkout could bring everything back.
    package var isEmpty: Bool {
        status.isClean && hasNothingBesidesStatus
    }

    /// Whether the only difference is missing tracked files, and nothing is staged.
    package var isOnlyAbsentFiles: Bool {
        let isAbsent = { (entry: StatusEntry) in
            if case .tracked(UInt8(ascii: "."), UInt8(ascii: "D")) = entry.kind { return true }
            return false
        }
        return status.entries.allSatisfy(isAbsent) && hasNothingBesidesStatus
    }

    /// Whether the only difference is missing tracked files, as after an unfinished checkout.
    package var isOnlyMissingFiles: Bool { status.entries.allSatisfy(\.isMissing) && hasNothingBesidesStatus }

    var hasNothingBesidesStatus: Bool {
        hidesNoFiles && unreachableCommits.isEmpty && operation == nil && !hasOwnReferences && !hasMessage
            && resolveUndo.unheld.isEmpty
    }

    /// Whether git's status names all files that are worth saving.
    var hidesNoFiles: Bool {
        flagged.isEmpty && inGitlinks.isEmpty && converted.isEmpty && unseen.isEmpty && ignored.isEmpty
    }

    /// The path of a submodule that has another commit checked out than the index has; nil where there is none. A tree
    /// of files cannot record that.
    package var movedSubmodule: PathBytes? {
        status.entries.first { entry in
            guard entry.isGitlink, case .tracked(_, UInt8(ascii: "M")) = entry.kind else { return false }
            return true
        }?.path
    }
}
