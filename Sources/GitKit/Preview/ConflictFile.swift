package import Files

/// A file in which two sides conflict.
package struct ConflictFile: Hashable, Sendable {
    /// The versions at the merge base and on both sides, as far as they have this name.
    package let stages: MergeStages
    /// The kind of conflict in git's words: `content`, `add/add`, `modify/delete`, `rename/delete`, `rename/rename`,
    /// `rename/directory`, `rename/collision`, `mode`, `binary`, `submodule`, `directory/file`.
    package let kind: String

    /// The path from the root of the repository.
    package var path: PathBytes { stages.path }

    /// A conflict of a kind in git's words.
    package init(_ stages: MergeStages, kind: String) {
        self.stages = stages
        self.kind = kind
    }
}
