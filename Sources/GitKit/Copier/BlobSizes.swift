internal import CLibGit2
internal import Glibc

/// Reads the sizes of blobs without unpacking them. Owns its handle; use it on one thread.
struct BlobSizes: ~Copyable {
    private let database: OpaquePointer

    /// Opens a repository; nil when it cannot be opened.
    init?(repository path: String) {
        guard let repository = try? LibGit2Repository(at: path) else { return nil }
        var database: OpaquePointer?
        guard git_repository_odb(&database, repository.handle) == 0, let database else { return nil }
        self.database = database
    }

    deinit { git_odb_free(database) }

    /// Returns the size of a blob in bytes; nil when there is no such blob here, as in a partial clone.
    func size(of id: git_oid) -> Int? {
        var size = 0
        var type = GIT_OBJECT_INVALID
        var id = id
        guard git_odb_read_header(&size, &type, database, &id) == 0, type == GIT_OBJECT_BLOB else { return nil }
        return size
    }
}
