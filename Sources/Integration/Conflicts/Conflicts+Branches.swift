internal import Coordinator
package import Files
internal import GitKit
internal import GitProgram
package import HookCore

/// What merging one branch into another would leave undecided.
package struct BranchConflicts: Sendable {
    /// In full, as `refs/heads/main`, and where it stands.
    package let branchName: String
    package let branchCommit: String
    package let targetName: String
    package let targetCommit: String
    /// In git's own judgement.
    package let hasConflicts: Bool
    /// Very rarely none although there is a conflict.
    package let files: [PathBytes]
    /// Whether the target has all of the branch already.
    package let isMerged: Bool
}

extension Conflicts {
    /// Merges two branches in memory, as they are committed.
    ///
    /// - Parameter repository: the common git directory.
    /// Names are as people write them; of a local branch and its remote one the one that is ahead is meant.
    /// - Throws: `.unknownReference`, `.invalidReference`, `.ambiguousReference`, `.gitFailed`. Never an empty answer instead.
    package func list(
        of branch: String, with target: String, in repository: String
    ) throws(ParallelError) -> BranchConflicts {
        let git = coordinator.git(repository)
        let (ours, theirs) = (try git.newestCommit(branch), try git.newestCommit(target))
        let isMerged = try git.isAncestor(ours.commit, of: theirs.commit)
        let preview =
            isMerged ? nil : try coordinator.mergingGit(repository).mergeTree(ours: theirs.commit, theirs: ours.commit)
        return BranchConflicts(
            branchName: ours.reference, branchCommit: ours.commit, targetName: theirs.reference,
            targetCommit: theirs.commit,
            hasConflicts: preview?.isClean == false, files: preview?.conflicts.map(\.path) ?? [], isMerged: isMerged)
    }

    /// As `detect(between:and:at:)`, of branches as people write them.
    package func detect(
        ofBranch branch: String, with target: String, at directory: String
    ) throws(ParallelError) -> ConflictSurvey {
        let git = coordinator.git(directory)
        return try detect(
            between: try git.newestCommit(branch).reference, and: try git.newestCommit(target).reference, at: directory)
    }
}
