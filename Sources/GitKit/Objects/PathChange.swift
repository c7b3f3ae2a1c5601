internal import Files

/// A path that is another thing in one state than in another. Directories are no such paths; a rename is a removal and an
/// addition.
struct PathChange: Sendable {
    let path: PathBytes
    /// Nil where it was added.
    let old: TreeEntry?
    /// Nil where it was removed.
    let new: TreeEntry?
}
