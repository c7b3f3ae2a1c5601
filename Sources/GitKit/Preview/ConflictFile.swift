/// A file in which two sides conflict.
package struct ConflictFile: Hashable, Sendable {
    package let path: PathBytes
    /// In git's words: `content`, `add/add`, `modify/delete`, `rename/delete`, `rename/rename`, `rename/directory`, `rename/collision`,
    /// `mode`, `binary`, `submodule`, `directory/file`.
    package let kind: String

    package init(path: PathBytes, kind: String) {
        self.path = path
        self.kind = kind
    }
}
