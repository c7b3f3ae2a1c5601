internal import Coordinator

/// A detected merge in one line.
enum MergeLine {
    static func text(_ merge: MergeRow) -> String {
        let by = merge.commits.map { String($0.prefix(10)) }.suffix(3).joined(separator: " ")
        let back = merge.revertedBy.map { ", taken back by \($0.prefix(10))" } ?? ""
        let notTold = merge.notificationSent ? "" : ", nobody told"
        return "\(merge.detectedAt)  \(merge.branchName) (\(merge.sourceCommit.prefix(10))) into "
            + "\(merge.into): \(merge.how)\(by.isEmpty ? "" : " " + by)\(back)\(notTold)"
    }
}
