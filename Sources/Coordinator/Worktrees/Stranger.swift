internal import HookCore

/// A session that only another container, machine or data directory knows, and that may live in a worktree of
/// parallel-cc.
package struct Stranger: Equatable, Sendable, CustomStringConvertible {
    let process: ProcessIdentity
    /// Whether its process can be seen from here and lives.
    let isInSight: Bool

    /// The process as people read it.
    package var description: String {
        isInSight
            ? "process \(process.pid), known to another data directory"
            : "process \(process.pid) of another container or machine"
    }
}
