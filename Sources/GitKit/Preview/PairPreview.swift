package import HookCore

/// What would come of merging two states.
package enum PairPreview: Equatable, Sendable {
    case clean
    /// Sorted by path. Very rarely empty: git conflicts about something that is no file of either side.
    case conflict([ConflictFile])
    /// It is not known. Never to be taken for clean.
    case error(ParallelError)
}
