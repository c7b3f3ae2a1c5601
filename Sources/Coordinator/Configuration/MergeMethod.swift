internal import Store

/// The way in which the commits of a queued branch come to the target (`merge.method`).
package enum MergeMethod: String, Sendable, CaseIterable, ColumnConvertible {
    /// A merge commit joins the branch to the target.
    case merge
    /// The commits are replayed one by one on top of the target.
    case rebase
}
