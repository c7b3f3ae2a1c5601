internal import CLibGit2
internal import HookCore

/// Objects by libgit2.
final class LibGit2Objects: ObjectSource {
    private let repository: LibGit2Repository
    private let database: OpaquePointer

    /// - Returns: nil where libgit2 cannot open the repository.
    init?(_ commonDirectory: String) {
        guard let repository = try? LibGit2Repository(at: commonDirectory) else { return nil }
        var database: OpaquePointer?
        guard git_repository_odb(&database, repository.handle) == 0, let database else { return nil }
        self.repository = repository
        self.database = database
    }

    deinit { git_odb_free(database) }

    func read(_ id: ObjectID, _ kind: ObjectKind) throws(ParallelError) -> [UInt8] {
        var wanted = git_oid()
        let code = id.bytes.withUnsafeBufferPointer { git_oid_fromraw(&wanted, $0.baseAddress) }
        var object: OpaquePointer?
        guard id.count == 20, code == 0, git_odb_read(&object, database, &wanted) == 0, let object else {
            throw .missing(id, kind, LibGit2.lastMessage)
        }
        defer { git_odb_object_free(object) }
        guard git_odb_object_type(object) == kind.type else { throw .missing(id, kind, "it is of another kind") }
        return Array(UnsafeRawBufferPointer(start: git_odb_object_data(object), count: git_odb_object_size(object)))
    }
}

extension ObjectKind {
    fileprivate var type: git_object_t {
        switch self {
        case .commit: GIT_OBJECT_COMMIT
        case .tree: GIT_OBJECT_TREE
        case .blob: GIT_OBJECT_BLOB
        }
    }
}
