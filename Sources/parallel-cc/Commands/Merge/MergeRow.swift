internal import Coordinator
internal import Integration

/// A merge under `--json`: the columns that scripts of older programs know, and new ones.
struct MergeRow: Encodable {
    let id: String
    let repoPath: String
    let branchName: String
    let sourceCommit: String
    let targetBranch: String
    let targetCommit: String
    let mergedAt: String
    let detectedAt: String
    let notificationSent: Bool
    /// The way: `ancestor`, `rebased`, `squashed`, `cherry-picked` or `nothing-to-merge`.
    let how: String
    /// The commits of the target that prove the merge.
    let commits: [String]
    /// The full name of the reference that contains the branch.
    let reference: String
    let revertedBy: String?
    /// The target's name in the text; it is not in the document.
    let into: String

    private enum CodingKeys: String, CodingKey {
        case id, how, commits, reference
        case repoPath = "repo_path"
        case branchName = "branch_name"
        case sourceCommit = "source_commit"
        case targetBranch = "target_branch"
        case targetCommit = "target_commit"
        case mergedAt = "merged_at"
        case detectedAt = "detected_at"
        case notificationSent = "notification_sent"
        case revertedBy = "reverted_by"
    }

    init(_ merge: MergeEvent) {
        id = merge.id
        repoPath = merge.repository
        branchName = merge.branch
        sourceCommit = merge.tip
        targetBranch = merge.target
        targetCommit = merge.targetCommit
        mergedAt = merge.mergedAt
        detectedAt = merge.detectedAt
        notificationSent = merge.notified > 0
        how = merge.evidence
        commits = merge.commits
        reference = merge.reference
        revertedBy = merge.revertedBy
        into = merge.into
    }
}
