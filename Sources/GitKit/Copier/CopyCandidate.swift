internal import CLibGit2

/// A pair of entries with the same path, mode and id.
///
/// Sendable although it points into two indexes: each candidate is given to exactly one thread. Only that thread
/// touches `target`, and no thread changes `source`.
struct CopyCandidate: @unchecked Sendable {
    /// The main checkout's index entry of the file.
    let source: UnsafePointer<git_index_entry>
    /// The entry that records the copy. libgit2 declares it constant, but has no other way to set its `stat` that keeps
    /// the tree cache. The memory belongs to the index, and no other code reads it.
    let target: UnsafeMutablePointer<git_index_entry>
}
