/// What a path of a tree is: git's mode and the object.
struct TreeEntry: Hashable, Sendable {
    static let directory: UInt32 = 0o040000
    static let submodule: UInt32 = 0o160000
    static let link: UInt32 = 0o120000

    let mode: UInt32
    let name: ObjectName

    var isDirectory: Bool { mode == Self.directory }
    /// A regular file, executable or not.
    var isFile: Bool { mode == 0o100644 || mode == 0o100755 }
}
