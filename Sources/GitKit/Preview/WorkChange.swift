package import Files

/// What a path of a worktree would be if everything there were committed.
package struct WorkChange: Equatable, Sendable {
    /// What lies there: git's mode, and the object's full hexadecimal id.
    package struct Content: Equatable, Sendable {
        package let mode: UInt32
        package let id: String
    }

    package let path: PathBytes
    /// nil where it would be gone.
    package let content: Content?
}
