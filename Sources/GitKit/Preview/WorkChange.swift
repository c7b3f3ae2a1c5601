package import Files

/// The content that a path of a worktree would have if everything there were committed.
package struct WorkChange: Equatable, Sendable {
    /// A file, link or submodule: git's mode, and the object's full hexadecimal id.
    package struct Content: Equatable, Sendable {
        /// git's mode as a number: 0o100644, 0o100755, 0o120000 or 0o160000.
        package let mode: UInt32
        /// The object's full id.
        package let id: String
    }

    /// The path from the root of the worktree.
    package let path: PathBytes
    /// The new content; nil where the path would be gone.
    package let content: Content?
}
