internal import Coordinator
internal import GitKit
internal import Store

/// A merge as it was detected, once for each state of a branch and target.
package struct MergeEvent: Equatable, Sendable {
    /// A random id.
    package var id: String
    /// The common git directory.
    package var repository: String
    /// The branch's short name, without `refs/heads/`.
    package var branch: String
    /// The branch's tip that is merged.
    package var tip: String
    /// The short name of the target: `main`.
    package var target: String
    /// The full name of the reference that has the branch: `refs/remotes/origin/main`.
    package var reference: String
    /// The commit of that reference.
    package var targetCommit: String
    /// The way in which it was merged, as a word of `MergeKind`.
    package var evidence: String
    /// The commits of the target that show the merge, oldest first.
    package var commits: [String]
    /// The commit that reverts the merge; nil for none.
    package var revertedBy: String?
    /// The committer's time of the merge, or the time of the detection when no commit shows it.
    package var mergedAt: String
    /// The time of the detection, in ISO-8601.
    package var detectedAt: String
    /// The number of sessions that were told.
    package var notified: Int

    /// The reference's short name: `main`, `origin/main`.
    package var into: String { MergeReferences.shortName(reference) }
}

extension MergeEvent {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        repository = try row["repository"]
        branch = try row["branch"]
        tip = try row["tip"]
        target = try row["target"]
        reference = try row["reference"]
        targetCommit = try row["target_commit"]
        evidence = try row["evidence"]
        let ids: String = try row["commits"]
        commits = ids.split(separator: " ").map(String.init)
        revertedBy = try row["reverted_by"]
        mergedAt = try row["merged_at"]
        detectedAt = try row["detected_at"]
        notified = try row["notified"]
    }

    init(
        id: String, repository: String, branch: String, tip: String, target: String, finding: MergeFinding, at: String
    ) {
        self.id = id
        self.repository = repository
        self.branch = branch
        self.tip = tip
        self.target = target
        reference = finding.target.reference
        targetCommit = finding.target.commit
        evidence = finding.evidence.word
        commits = finding.evidence.commits
        revertedBy = finding.revertedBy
        mergedAt = finding.mergedAt.map { Timestamp(milliseconds: $0 * 1_000).text } ?? at
        detectedAt = at
        notified = 0
    }
}
