internal import Coordinator
internal import GitKit
internal import Store

/// A merge as it was seen, once for each state of a branch and target.
package struct MergeEvent: Equatable, Sendable {
    package var id: String
    /// The common git directory.
    package var repository: String
    /// Without `refs/heads/`.
    package var branch: String
    /// The branch's tip that is merged.
    package var tip: String
    /// The branch that was asked about: `main`.
    package var target: String
    /// The full name of the reference that has it: `refs/remotes/origin/main`.
    package var reference: String
    /// Where that stood.
    package var targetCommit: String
    /// How: a word of `MergeKind`.
    package var evidence: String
    /// The commits of the target that show it, oldest first.
    package var commits: [String]
    /// The commit that takes it back again.
    package var revertedBy: String?
    /// By the clock of whoever committed; where no commit shows it, when it was seen.
    package var mergedAt: String
    package var detectedAt: String
    /// How many sessions were told.
    package var notified: Int

    /// The reference for people: `main`, `origin/main`.
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
        let words: String = try row["commits"]
        commits = words.split(separator: " ").map(String.init)
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
