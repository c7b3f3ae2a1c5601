internal import CLibGit2
internal import Glibc
internal import HookCore

/// Reads a repository's objects, and writes new ones into a folder outside of it. Use it on one thread.
///
/// Nothing is ever written into the repository: what is written goes to the scratch folder, which reading sees as well.
final class ObjectStore {
    let repository: LibGit2Repository
    private let objects: OpaquePointer
    private let scratch: OpaquePointer
    private var trees: [ObjectName: [NamedTreeEntry]] = [:]

    /// - Parameters:
    ///   - path: the common git directory.
    ///   - scratch: an existing folder that becomes an object directory.
    init(at path: String, scratch folder: String) throws(LibGit2Repository.Failure) {
        repository = try LibGit2Repository(at: path)
        var objects: OpaquePointer?
        var scratch: OpaquePointer?
        var backend: OpaquePointer?
        // Level 1 of zlib: it lives for seconds. 0o444 is what git gives loose objects.
        guard git_repository_odb(&objects, repository.handle) == 0, let objects,
            git_odb_add_disk_alternate(objects, folder) == 0, git_odb_new(&scratch) == 0, let scratch,
            git_odb_backend_loose(&backend, folder, 1, 0, 0o700, 0o400) == 0, let backend,
            git_odb_add_backend(scratch, backend, 1) == 0
        else {
            git_odb_free(objects)
            git_odb_free(scratch)
            throw .unusable(LibGit2.lastMessage ?? "the objects cannot be read")
        }
        self.objects = objects
        self.scratch = scratch
    }

    deinit {
        git_odb_free(scratch)
        git_odb_free(objects)
    }

    /// The bytes of an object.
    func read<Result>(
        _ name: ObjectName, _ kind: git_object_t, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(LibGit2Repository.Failure) -> Result {
        var id = name.id
        var object: OpaquePointer?
        guard git_odb_read(&object, objects, &id) == 0, let object else {
            throw .unusable(LibGit2.lastMessage ?? "\(name.text) is missing")
        }
        defer { git_odb_object_free(object) }
        guard git_odb_object_type(object) == kind else { throw .unusable("\(name.text) is of another kind") }
        return body(UnsafeRawBufferPointer(start: git_odb_object_data(object), count: git_odb_object_size(object)))
    }

    func blob(_ name: ObjectName) throws(LibGit2Repository.Failure) -> [UInt8] {
        try read(name, GIT_OBJECT_BLOB) { Array($0) }
    }

    /// Bytes of a blob, without reading it where the storage knows.
    func size(_ name: ObjectName) throws(LibGit2Repository.Failure) -> Int {
        var id = name.id
        var size = 0
        var kind = GIT_OBJECT_INVALID
        guard git_odb_read_header(&size, &kind, objects, &id) == 0 else {
            throw .unusable(LibGit2.lastMessage ?? "\(name.text) is missing")
        }
        return size
    }

    /// The entries of a tree in git's order; remembered.
    func tree(_ name: ObjectName) throws(LibGit2Repository.Failure) -> [NamedTreeEntry] {
        if let known = trees[name] { return known }
        guard let items = try read(name, GIT_OBJECT_TREE, { NamedTreeEntry.parse($0) }) else {
            throw .unusable("the tree \(name.text) is damaged")
        }
        if trees.count > 50_000 { trees = [:] }
        trees[name] = items
        return items
    }

    /// The tree of a commit.
    func tree(ofCommit text: String) throws(LibGit2Repository.Failure) -> ObjectName {
        guard let commit = ObjectName(text) else { throw .unusable("\(text) is no id") }
        var id = commit.id
        var object: OpaquePointer?
        guard git_commit_lookup(&object, repository.handle, &id) == 0, let object else {
            throw .unusable(LibGit2.lastMessage ?? "\(text) is no commit")
        }
        defer { git_commit_free(object) }
        guard let tree = git_commit_tree_id(object) else { throw .unusable("\(text) has no tree") }
        return ObjectName(tree.pointee)
    }

    /// Stores an object in the scratch folder.
    func write(_ bytes: [UInt8], _ kind: git_object_t) throws(LibGit2Repository.Failure) -> ObjectName {
        var id = git_oid()
        guard git_odb_write(&id, scratch, bytes, bytes.count, kind) == 0 else {
            throw .unusable(LibGit2.lastMessage ?? "an object cannot be stored")
        }
        return ObjectName(id)
    }

    /// Whether the repository or the scratch folder has it.
    func has(_ name: ObjectName) -> Bool {
        var id = name.id
        return git_odb_exists(scratch, &id) == 1 || git_odb_exists(objects, &id) == 1
    }

    /// The id that the bytes of a blob have.
    static func blobName(_ bytes: [UInt8]) -> ObjectName? {
        LibGit2.start()
        var id = git_oid()
        return git_odb_hash(&id, bytes, bytes.count, GIT_OBJECT_BLOB) == 0 ? ObjectName(id) : nil
    }

    /// The id that the content of an open regular file has. It is read piece by piece.
    static func blobName(ofFile descriptor: Int32) -> ObjectName? {
        LibGit2.start()
        var id = git_oid()
        // libgit2 opens by path, and nothing else can lie at this one.
        return git_odb_hashfile(&id, "/proc/self/fd/\(descriptor)", GIT_OBJECT_BLOB) == 0 ? ObjectName(id) : nil
    }

    /// All best common ancestors of two commits; none for unrelated histories.
    func mergeBases(_ one: String, _ other: String) throws(LibGit2Repository.Failure) -> [String] {
        guard let one = ObjectName(one), let other = ObjectName(other) else { throw .unusable("no commit id") }
        var first = one.id
        var second = other.id
        var bases = git_oidarray()
        let code = git_merge_bases(&bases, repository.handle, &first, &second)
        if code == GIT_ENOTFOUND.rawValue { return [] }
        guard code == 0 else { throw .unusable(LibGit2.lastMessage ?? "the histories cannot be read") }
        defer { git_oidarray_dispose(&bases) }
        return (0..<bases.count).map { hexadecimal(bases.ids + $0) }.sorted()
    }
}
