/// The entry at a path of a tree: git's mode and the object.
struct TreeEntry: Hashable, Sendable {
    static let directory: UInt32 = 0o040000
    static let submodule: UInt32 = 0o160000
    static let link: UInt32 = 0o120000

    /// The mode: one of the three above, 0o100644 or 0o100755.
    let mode: UInt32
    let id: ObjectID

    var isDirectory: Bool { mode == Self.directory }
    /// Whether the entry is a regular file, executable or not.
    var isFile: Bool { mode == 0o100644 || mode == 0o100755 }
    /// Whether the entry is a file or a link: its content is an object of this repository.
    var isBlob: Bool { isFile || mode == Self.link }
}
