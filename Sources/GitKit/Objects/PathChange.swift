internal import Files

/// A path that differs between two states. The path of a directory is not listed; a rename is a removal and an
/// addition.
struct PathChange: Sendable {
    let path: PathBytes
    /// The former entry; nil where the path was added.
    let old: TreeEntry?
    /// The new entry; nil where the path was removed.
    let new: TreeEntry?
}
