internal import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore

/// Finds out from git how conflicts were resolved, by any program.
struct ResolutionWatch {
    /// The end of a conflict.
    struct End: Equatable {
        let strategy: ResolutionStrategy
        let blob: String?
        let why: String?

        static let worktreeGone = End(strategy: .abandoned, blob: nil, why: "the worktree is gone")
    }

    let git: Git
    /// The blob that a suggestion gave the file, by the suggestion's id.
    let suggested: (String) -> String?

    /// Returns the ends of conflicts that a merge left in one worktree; nil for open ones.
    func ends(_ records: [ConflictRecord], gitDirectory: String) throws(ParallelError) -> [End?] {
        let unmerged = try git.unmergedPaths()
        let operation = try git.mergeInProgress(gitDirectory: gitDirectory)
        let head = try git.head().commit
        return try records.map { record throws(ParallelError) in
            let isOpen = unmerged.contains { file in
                file.path == record.path && file.ids == record.blobs
            }
            let isBrokenUse = record.kind == ConflictFinding.brokenUse
            if isOpen || (isBrokenUse && operation != nil) { return nil }
            if unmerged.contains(where: { $0.path == record.path }) {
                return End(strategy: .abandoned, blob: nil, why: "another conflict took its place")
            }
            if operation == nil, try isAbandoned(record, head: head) {
                return End(strategy: .abandoned, blob: nil, why: "the \(record.operation ?? "operation") was given up")
            }
            return end(record, blob: try blob(record.path))
        }
    }

    /// Returns a note on a broken use. git cannot show whether it was repaired, only whether the file was changed.
    private func brokenUseNote(_ record: ConflictRecord, blob: String?) -> String? {
        guard record.kind == ConflictFinding.brokenUse else { return nil }
        return blob.map(record.blobs.contains) ?? false ? "merged as it was" : "merged, and changed"
    }

    /// Whether the operation was given up. After a merge, HEAD is then where it was. After a replay, the replayed
    /// commit is in the history unchanged.
    private func isAbandoned(_ record: ConflictRecord, head: String?) throws(ParallelError) -> Bool {
        guard let theirs = record.target.commit, let head else { return false }
        if head == record.source.commit { return true }
        if record.operation == OperationInProgress.merge.rawValue { return false }
        return try isAncestor(theirs, of: head)
    }

    /// Returns the end of a conflict between two references that were not merged in a worktree: one now contains the
    /// other, or is gone. Nil for an open one.
    func end(ofTried record: ConflictRecord) throws(ParallelError) -> End? {
        guard let ours = try git.commitIfAny(record.source.label), let theirs = try git.commitIfAny(record.target.label)
        else {
            return End(strategy: .abandoned, blob: nil, why: "one side is gone")
        }
        guard let first = record.source.commit, let second = record.target.commit else { return nil }
        for tip in [ours, theirs] {
            guard try isAncestor(first, of: tip), try isAncestor(second, of: tip) else { continue }
            return end(record, blob: try blob(record.path, in: tip))
        }
        return nil
    }

    private func end(_ record: ConflictRecord, blob: String?) -> End {
        guard let suggestion = record.suggestionID else {
            return End(strategy: .manual, blob: blob, why: brokenUseNote(record, blob: blob))
        }
        return End(strategy: suggested(suggestion) == blob ? .autoFix : .hybrid, blob: blob, why: nil)
    }

    private func isAncestor(_ commit: String, of other: String) throws(ParallelError) -> Bool {
        // A commit that was garbage-collected is no ancestor.
        guard try git.commitIfAny(commit) != nil else { return false }
        return try git.isAncestor(commit, of: other)
    }

    /// Returns the blob of a path in the index or in a commit; nil for none.
    private func blob(_ path: PathBytes, in commit: String? = nil) throws(ParallelError) -> String? {
        try git.entryID(path, in: commit)
    }
}
