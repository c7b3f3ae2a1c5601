internal import Coordinator
internal import GitKit

/// A file in which two nodes conflict.
package struct RadarFile: Hashable, Sendable {
    /// The path as git has it, which need not be UTF-8.
    package let path: [UInt8]
    /// The kind of the conflict in git's words: `content`, `add/add`, `modify/delete`, `rename/delete`,
    /// `rename/rename`, `rename/directory`, `rename/collision`, `mode`, `binary`, `submodule`, `directory/file`.
    package let kind: String

    /// The path as people read it. Invalid UTF-8 is replaced.
    package var text: String { String(decoding: path, as: UTF8.self) }

    init(_ file: ConflictFile) {
        path = file.path
        kind = file.kind
    }
}
