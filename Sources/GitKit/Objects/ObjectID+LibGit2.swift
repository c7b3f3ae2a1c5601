internal import CLibGit2

/// Conversions to libgit2's ids. libgit2 1.5 knows SHA-1 only.
extension ObjectID {
    init?(_ id: git_oid) {
        self.init(withUnsafeBytes(of: id.id) { Array($0) }, at: 0, count: 20)
    }

    /// The id in libgit2's form; nil for an id of SHA-256.
    var libGit2: git_oid? {
        guard count == 20 else { return nil }
        var id = git_oid()
        withUnsafeMutableBytes(of: &id.id) { $0.copyBytes(from: bytes) }
        return id
    }

    /// Returns the id that bytes have as a blob; nothing is stored.
    static func ofBlob(_ bytes: [UInt8]) -> ObjectID? {
        LibGit2.start()
        var id = git_oid()
        return git_odb_hash(&id, bytes, bytes.count, GIT_OBJECT_BLOB) == 0 ? ObjectID(id) : nil
    }

    /// Returns the id that the content of an open regular file has as a blob. The file is read piece by piece.
    static func ofBlob(file descriptor: Int32) -> ObjectID? {
        LibGit2.start()
        var id = git_oid()
        // libgit2 opens by path, and only this file can lie at that path.
        return git_odb_hashfile(&id, "/proc/self/fd/\(descriptor)", GIT_OBJECT_BLOB) == 0 ? ObjectID(id) : nil
    }
}

extension ObjectKind {
    var libGit2: git_object_t {
        switch self {
        case .commit: GIT_OBJECT_COMMIT
        case .tree: GIT_OBJECT_TREE
        case .blob: GIT_OBJECT_BLOB
        }
    }
}
