package import Files

/// What makes a worktree worth saving.
package struct SnapshotContents: Equatable, Sendable {
    package let head: Head
    package let status: WorkTreeStatus
    /// Files changed behind an assume-unchanged or skip-worktree flag, which status does not name.
    package let flagged: [PathBytes]
    /// Files where the index has a submodule that is not checked out, by submodule: status does not look there.
    package let inGitlinks: [PathBytes: [PathBytes]]
    /// Files whose bytes are neither the index's nor a checkout's, though git calls them unchanged, and those whose blob the
    /// repository lacks.
    package let converted: [PathBytes]
    /// Files that git passes over though nothing ignores them.
    package private(set) var unseen: [PathBytes]
    package let ignored: [PathBytes]
    /// Commits that nothing else holds.
    package let unreachableCommits: [String]
    package let operation: OperationInProgress?
    /// Whether it has references of its own (`OwnReferences`).
    let hasOwnReferences: Bool
    /// Whether a message for a commit lies there.
    let hasMessage: Bool
    /// Unchanged files that a skip-worktree flag would leave out of a checkout.
    let shown: [PathBytes]

    func with(unseen: [PathBytes]) -> SnapshotContents {
        var copy = self
        copy.unseen = unseen
        return copy
    }

    /// Whether git and a fresh checkout could bring everything back.
    package var isEmpty: Bool {
        status.isClean && hasNothingBesidesStatus
    }

    /// Whether all that differs is tracked files that are not there, and nothing is staged.
    package var isOnlyAbsentFiles: Bool {
        let isAbsent = { (entry: StatusEntry) in
            if case .tracked(UInt8(ascii: "."), UInt8(ascii: "D")) = entry.kind { return true }
            return false
        }
        return status.entries.allSatisfy(isAbsent) && hasNothingBesidesStatus
    }

    /// Whether all that differs is tracked files that are missing: what an unfinished checkout looks like.
    package var isOnlyMissingFiles: Bool { status.entries.allSatisfy(\.isMissing) && hasNothingBesidesStatus }

    var hasNothingBesidesStatus: Bool {
        hidesNoFiles && unreachableCommits.isEmpty && operation == nil && !hasOwnReferences && !hasMessage
    }

    /// Whether status names all files that are worth saving.
    var hidesNoFiles: Bool {
        flagged.isEmpty && inGitlinks.isEmpty && converted.isEmpty && unseen.isEmpty && ignored.isEmpty
    }

    /// A checked-out submodule that is at another commit than the index says, which a tree of files cannot tell.
    package var movedSubmodule: PathBytes? {
        status.entries.first { entry in
            guard entry.isGitlink, case .tracked(_, UInt8(ascii: "M")) = entry.kind else { return false }
            return true
        }?.path
    }
}
