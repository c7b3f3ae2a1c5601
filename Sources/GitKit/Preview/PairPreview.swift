package import HookCore

/// The result that merging two states would have.
package enum PairPreview: Equatable, Sendable {
    case clean
    /// The files in conflict, sorted by path. Very rarely empty: git finds a conflict about something that is no file
    /// of either side.
    case conflict([ConflictFile])
    /// The result is not known. Never treat it as clean.
    case error(ParallelError)
}
