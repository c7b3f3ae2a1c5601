/// What stands at a path of a tree.
struct TreeValue: Equatable {
    /// As git writes it: 0o100644, 0o100755, 0o120000 (a link), 0o160000 (a submodule), 0o40000 (a directory).
    let mode: UInt32
    let id: ObjectID

    var isDirectory: Bool { mode == 0o40000 }
    var isFile: Bool { mode & 0o170000 == 0o100000 }
    /// A file or a link: its content is an object of this repository.
    var isBlob: Bool { isFile || mode == 0o120000 }
}

/// A path that two trees do not have in common. Renames are a removal and an addition.
struct TreeChange {
    let path: PathBytes
    /// Nil where it was added.
    let old: TreeValue?
    /// Nil where it was removed.
    let new: TreeValue?
}
