/// A path that is another thing in one tree than in another; nil where it is not there. Directories are no such paths.
struct PathChange: Sendable {
    let path: PathBytes
    let before: TreeEntry?
    let after: TreeEntry?
}
