internal import CLibGit2
internal import Files
internal import HookCore

/// Reads a repository's objects, and writes new ones into a folder outside of it. Use it on one thread.
///
/// Nothing is ever written into the repository: new objects go to the scratch folder, and reading sees that folder as
/// well.
final class ObjectStore: ObjectSource {
    /// The number of trees that are remembered at most. Trees are read again and again: each branch is compared with
    /// the same base.
    private static let mostTrees = 50_000

    private let objects: LibGit2Objects
    private let scratch: OpaquePointer
    private var trees: [ObjectID: [UInt8]] = [:]

    /// Opens the objects of a repository and a scratch folder.
    /// - Parameters:
    ///   - commonDirectory: the common git directory.
    ///   - scratch: an existing folder that becomes an object directory.
    /// - Returns: nil where libgit2 cannot open the repository.
    init?(_ commonDirectory: String, scratch folder: String) {
        guard let objects = LibGit2Objects(commonDirectory, alternate: folder) else { return nil }
        var scratch: OpaquePointer?
        var backend: OpaquePointer?
        // Level 1 of zlib: the objects live for seconds. 0o400 is close to git's permissions of loose objects.
        guard git_odb_new(&scratch) == 0, let scratch,
            git_odb_backend_loose(&backend, folder, 1, 0, 0o700, 0o400) == 0, let backend,
            git_odb_add_backend(scratch, backend, 1) == 0
        else {
            git_odb_free(scratch)
            return nil
        }
        self.objects = objects
        self.scratch = scratch
    }

    deinit { git_odb_free(scratch) }

    /// Returns the content of an object. Trees are remembered.
    func read(_ id: ObjectID, kind: ObjectKind) throws(ParallelError) -> [UInt8] {
        guard kind == .tree else { return try objects.read(id, kind: kind) }
        if let known = trees[id] { return known }
        let bytes = try objects.read(id, kind: kind)
        if trees.count > Self.mostTrees { trees = [:] }
        trees[id] = bytes
        return bytes
    }

    /// Returns the size of a blob in bytes, without reading it where the storage knows.
    func size(_ id: ObjectID) throws(ParallelError) -> Int { try objects.size(id) }

    /// Stores an object in the scratch folder.
    /// - Throws: `.cannotWrite`.
    func write(_ bytes: [UInt8], kind: ObjectKind) throws(ParallelError) -> ObjectID {
        var id = git_oid()
        guard git_odb_write(&id, scratch, bytes, bytes.count, kind.libGit2) == 0, let written = ObjectID(id) else {
            throw ParallelError(
                .cannotWrite, operation: "write object", message: "a \(kind.rawValue) cannot be stored",
                cause: LibGit2.lastMessage)
        }
        return written
    }

    /// Whether the repository or the scratch folder has the object.
    func has(_ id: ObjectID) -> Bool {
        guard var wanted = id.libGit2 else { return false }
        return git_odb_exists(scratch, &wanted) == 1 || objects.has(id)
    }

    /// Returns all best common ancestors of two commits; none for unrelated histories.
    func mergeBases(one: ObjectID, other: ObjectID) throws(ParallelError) -> [ObjectID] {
        try objects.mergeBases(one: one, other: other)
    }
}
