internal import Store

/// How the commits of a queued branch come to the target (`merge.method`).
package enum MergeMethod: String, Sendable, CaseIterable, ColumnConvertible {
    /// By a merge commit.
    case merge
    /// One by one, on top.
    case rebase
}
