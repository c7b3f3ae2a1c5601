internal import Coordinator

/// A merge that was seen, in one line.
enum MergeLine {
    static func text(_ merge: MergeRow) -> String {
        let by = merge.commits.map { String($0.prefix(10)) }.suffix(3).joined(separator: " ")
        let back = merge.revertedBy.map { ", taken back by \($0.prefix(10))" } ?? ""
        let told = merge.notificationSent ? "" : ", nobody told"
        return "\(merge.detectedAt)  \(merge.branchName) (\(merge.sourceCommit.prefix(10))) into "
            + "\(merge.into): \(merge.how)\(by.isEmpty ? "" : " " + by)\(back)\(told)"
    }
}
