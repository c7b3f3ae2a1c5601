internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Proves that a commit and everything below it is there, readable and on the disk.
struct SnapshotClosure {
    private let git: Git
    private let commonDirectory: String

    init(git: Git, commonDirectory: String) {
        self.git = git.unreplaced
        self.commonDirectory = commonDirectory
    }

    /// - Parameter blobs: what it must hold of the working tree, also where the user's references hold the same.
    /// - Throws: `.gitFailed` when any object is missing or damaged.
    func verify(_ commit: String, blobs: [String]) throws(ParallelError) {
        let objects = try requireObjects(commit, blobs: blobs)
        var read = git.command(["cat-file", "--batch", "--buffer"])
        read.input = .bytes(objects)
        read.output = .discard
        let result = try Spawner.run(read)
        guard result.status.isSuccess else { throw git.failure(["cat-file"], result: result) }
        syncDirectories(of: String(decoding: objects, as: UTF8.self))
    }

    /// - Parameter blobs: as for `verify`.
    /// - Returns: the ids of its objects, one a line.
    /// - Throws: `.gitFailed` when any is missing.
    @discardableResult
    func requireObjects(_ commit: String, blobs: [String] = []) throws(ParallelError) -> [UInt8] {
        // What the user's references hold was there before us.
        let question = [
            "rev-list", "--objects", "--no-object-names", "--missing=allow-promisor", "--stdin", "--not", "--branches",
            "--tags", "--remotes",
        ]
        let listed = try git.run(question, input: Array((commit + "\n").utf8))
        let objects = listed.output + Array(Set(blobs).map { $0 + "\n" }.joined().utf8)
        let checked = try git.run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], input: objects)
        let missing = checked.text.split(separator: "\n").filter { $0.hasSuffix(" missing") }
        guard missing.isEmpty else {
            throw ParallelError(
                .gitFailed, operation: "read back rescue", subject: commit,
                message: "\(missing.count) objects are missing", hint: remedy(missing[0].prefix { $0 != " " }),
                cause: String(missing[0]))
        }
        return objects
    }

    /// A file in the way of an object whose content is at hand: git takes it for that object, whatever it holds.
    private func remedy(_ id: Substring) -> String? {
        let file = "\(commonDirectory)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
        guard access(file, F_OK) == 0 else { return nil }
        return "mv \(ShellWord.quote(file)) \(ShellWord.quote(file + ".damaged"))"
    }

    /// git syncs the files; that their names are on the disk too is for us to see to.
    private func syncDirectories(of ids: String) {
        for prefix in Set(ids.split(separator: "\n").map { $0.prefix(2) }) {
            DirectorySync.sync(commonDirectory, at: "objects/\(prefix)")
        }
        DirectorySync.sync(commonDirectory, at: "objects")
    }
}
