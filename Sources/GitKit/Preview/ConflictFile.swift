package import Files

/// A file in which two sides conflict.
package struct ConflictFile: Hashable, Sendable {
    /// Its versions at the merge base and on both sides, as far as they have this name.
    package let stages: MergeStages
    /// In git's words: `content`, `add/add`, `modify/delete`, `rename/delete`, `rename/rename`, `rename/directory`, `rename/collision`,
    /// `mode`, `binary`, `submodule`, `directory/file`.
    package let kind: String

    package var path: PathBytes { stages.path }

    package init(_ stages: MergeStages, kind: String) {
        self.stages = stages
        self.kind = kind
    }
}
