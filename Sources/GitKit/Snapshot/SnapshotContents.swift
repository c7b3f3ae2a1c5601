/// What makes a worktree worth saving.
package struct SnapshotContents: Equatable, Sendable {
    package let head: Head
    package let status: WorkTreeStatus
    /// Files changed behind an assume-unchanged or skip-worktree flag, which status does not name.
    package let flagged: [PathBytes]
    package let ignored: [PathBytes]
    /// Commits that nothing else holds.
    package let lonelyCommits: [String]
    package let operation: OperationInProgress?

    /// Whether git and a fresh checkout could bring everything back.
    package var isEmpty: Bool {
        status.isClean && flagged.isEmpty && ignored.isEmpty && lonelyCommits.isEmpty && operation == nil
    }

    /// Whether all that differs is tracked files that are missing: what an unfinished checkout looks like.
    package var isOnlyMissingFiles: Bool {
        let missing = status.entries.allSatisfy { entry in
            if case .tracked(UInt8(ascii: "."), UInt8(ascii: "D")) = entry.kind { return true }
            // Index and HEAD differ in a tree that was never read: "staged for deletion".
            if case .tracked(UInt8(ascii: "D"), _) = entry.kind { return true }
            return false
        }
        return missing && flagged.isEmpty && ignored.isEmpty && lonelyCommits.isEmpty && operation == nil
    }
}
