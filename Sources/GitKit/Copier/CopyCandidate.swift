internal import CLibGit2

/// A pair of entries with the same path, mode and id.
///
/// Sendable although it points into two indexes: each candidate is handed to exactly one thread, which alone
/// touches `target`, and nobody changes `source`.
struct CopyCandidate: @unchecked Sendable {
    /// What the main checkout's index says about the file.
    let source: UnsafePointer<git_index_entry>
    /// The entry that remembers the copy. libgit2 declares it constant, but has no other way to set its `stat` that
    /// keeps the tree cache; the memory is the index's own and nobody else reads it.
    let target: UnsafeMutablePointer<git_index_entry>
}
