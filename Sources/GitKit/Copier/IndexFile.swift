internal import CLibGit2
internal import Glibc

/// A git index in memory, read by libgit2. Owns the handle. Entries are in git's order and live as long as the index.
struct IndexFile: ~Copyable {
    private let handle: OpaquePointer
    /// The time at which the file was written; zero for a new index.
    let modified: timespec
    let count: Int

    private init(_ handle: OpaquePointer, modified: timespec) {
        self.handle = handle
        self.modified = modified
        count = git_index_entrycount(handle)
    }

    /// Reads an existing index. Refuses split and sparse ones, which libgit2 does not know, and damaged ones.
    static func read(_ path: String) throws(CopyObstacle) -> IndexFile {
        var before = stat()
        var after = stat()
        guard stat(path, &before) == 0 else { throw CopyObstacle("the main checkout has no index") }
        let index = IndexFile(try open(path), modified: before.st_mtim)
        guard stat(path, &after) == 0, before.st_ino == after.st_ino, before.st_mtim == after.st_mtim else {
            throw CopyObstacle("the main checkout's index is changing")
        }
        return index
    }

    /// Makes a new index that holds the tree of a commit, its tree cache included. `write` will write it to `path`.
    static func create(
        _ path: String, commit: String, in repository: borrowing LibGit2Repository
    ) throws(CopyObstacle) -> IndexFile {
        let handle = try open(path)
        do throws(CopyObstacle) {
            try read(commit, in: repository, into: handle)
        } catch {
            git_index_free(handle)
            throw error
        }
        return IndexFile(handle, modified: timespec())
    }

    deinit { git_index_free(handle) }

    /// Returns the entry at a position below `count`.
    func entry(_ position: Int) -> UnsafePointer<git_index_entry>? { git_index_get_byindex(handle, position) }

    /// Whether the index remembers conflicts that were resolved.
    var hasResolveUndo: Bool { git_index_reuc_entrycount(handle) > 0 }

    /// Replaces the index file, by way of `index.lock`.
    func write() throws(CopyObstacle) {
        guard git_index_write(handle) == 0 else { throw CopyObstacle(libgit2: "write index") }
    }

    private static func open(_ path: String) throws(CopyObstacle) -> OpaquePointer {
        LibGit2.start()
        var handle: OpaquePointer?
        guard git_index_open(&handle, path) == 0, let handle else { throw CopyObstacle(libgit2: "read index") }
        return handle
    }

    private static func read(
        _ commit: String, in repository: borrowing LibGit2Repository, into index: OpaquePointer
    ) throws(CopyObstacle) {
        var id = git_oid()
        var object: OpaquePointer?
        var tree: OpaquePointer?
        defer {
            git_commit_free(object)
            git_tree_free(tree)
        }
        guard git_oid_fromstr(&id, commit) == 0, git_commit_lookup(&object, repository.handle, &id) == 0,
            git_commit_tree(&tree, object) == 0, git_index_read_tree(index, tree) == 0
        else { throw CopyObstacle(libgit2: "read tree") }
    }
}

private func == (left: timespec, right: timespec) -> Bool {
    left.tv_sec == right.tv_sec && left.tv_nsec == right.tv_nsec
}
