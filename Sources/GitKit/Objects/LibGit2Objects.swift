internal import CLibGit2
internal import HookCore

/// Reads objects with libgit2.
final class LibGit2Objects: ObjectSource {
    private let repository: LibGit2Repository
    private let database: OpaquePointer

    /// Opens the objects of a repository.
    /// - Parameters:
    ///   - commonDirectory: the common git directory.
    ///   - alternate: another object directory that is read as well.
    /// - Returns: nil where libgit2 cannot open the repository.
    init?(_ commonDirectory: String, alternate: String? = nil) {
        guard let repository = try? LibGit2Repository(at: commonDirectory) else { return nil }
        var database: OpaquePointer?
        guard git_repository_odb(&database, repository.handle) == 0, let database else { return nil }
        self.repository = repository
        self.database = database
        if let alternate, git_odb_add_disk_alternate(database, alternate) != 0 { return nil }
    }

    deinit { git_odb_free(database) }

    func read(_ id: ObjectID, kind: ObjectKind) throws(ParallelError) -> [UInt8] {
        var object: OpaquePointer?
        guard var wanted = id.libGit2, git_odb_read(&object, database, &wanted) == 0, let object else {
            throw .missing(id, kind: kind, cause: LibGit2.lastMessage)
        }
        defer { git_odb_object_free(object) }
        guard git_odb_object_type(object) == kind.libGit2 else {
            throw .missing(id, kind: kind, cause: "it is of another kind")
        }
        return Array(UnsafeRawBufferPointer(start: git_odb_object_data(object), count: git_odb_object_size(object)))
    }

    /// Returns the size of a blob in bytes, without reading it where the storage knows.
    func size(_ id: ObjectID) throws(ParallelError) -> Int {
        var size = 0
        var kind = GIT_OBJECT_INVALID
        guard var wanted = id.libGit2, git_odb_read_header(&size, &kind, database, &wanted) == 0 else {
            throw .missing(id, kind: .blob, cause: LibGit2.lastMessage)
        }
        return size
    }

    func has(_ id: ObjectID) -> Bool {
        guard var wanted = id.libGit2 else { return false }
        return git_odb_exists(database, &wanted) == 1
    }

    /// Returns all best common ancestors of two commits; none for unrelated histories.
    func mergeBases(one: ObjectID, other: ObjectID) throws(ParallelError) -> [ObjectID] {
        guard var first = one.libGit2, var second = other.libGit2 else {
            throw .missing(one, kind: .commit, cause: nil)
        }
        var bases = git_oidarray()
        let code = git_merge_bases(&bases, repository.handle, &first, &second)
        if code == GIT_ENOTFOUND.rawValue { return [] }
        guard code == 0 else {
            throw .missing(one, kind: .commit, cause: LibGit2.lastMessage ?? "the histories cannot be read")
        }
        defer { git_oidarray_dispose(&bases) }
        return (0..<bases.count).compactMap { ObjectID(bases.ids[$0]) }
    }
}
