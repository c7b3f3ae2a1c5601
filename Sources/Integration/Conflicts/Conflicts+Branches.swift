internal import Coordinator
package import Files
internal import GitKit
internal import GitProgram
package import HookCore

/// The result of merging one branch into another in memory.
package struct BranchConflicts: Sendable {
    /// The branch's full name, like `refs/heads/main`.
    package let branchName: String
    /// The full id of the branch's tip.
    package let branchCommit: String
    /// The target's full name.
    package let targetName: String
    /// The full id of the target's tip.
    package let targetCommit: String
    /// Whether git finds a conflict.
    package let hasConflicts: Bool
    /// The conflicting files. Very rarely there are none although there is a conflict.
    package let files: [PathBytes]
    /// Whether the target has all commits of the branch.
    package let isMerged: Bool
}

extension Conflicts {
    /// Merges two branches in memory, as they are committed. Names are the short ones that people write. If a local
    /// branch and its remote one have the same name, the one that is ahead is meant.
    ///
    /// - Parameter repository: the common git directory.
    /// - Throws: `.unknownReference`, `.invalidReference`, `.ambiguousReference`, `.gitFailed`. An empty answer never
    ///   stands for an error.
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

    /// Does the same as `detect(between:and:at:)` for branch names as people write them.
    package func detect(
        ofBranch branch: String, with target: String, at directory: String
    ) throws(ParallelError) -> ConflictSurvey {
        let git = coordinator.git(directory)
        return try detect(
            between: try git.newestCommit(branch).reference, and: try git.newestCommit(target).reference, at: directory)
    }
}
