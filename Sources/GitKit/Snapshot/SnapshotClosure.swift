internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Proves that a commit and everything below it exists, is readable, and is on the disk.
struct SnapshotClosure {
    private let git: Git
    private let commonDirectory: String

    init(git: Git, commonDirectory: String) {
        self.git = git.unreplaced
        self.commonDirectory = commonDirectory
    }

    /// Reads everything that a commit holds, and makes sure that it is on the disk.
    /// - Parameter blobs: blobs of the working tree that must exist, even if the user's references hold the same ones.
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

    /// Makes sure that all objects of a commit exist.
    /// - Parameter blobs: as for `verify`.
    /// - Returns: the ids of its objects, one a line.
    /// - Throws: `.gitFailed` when any is missing.
    @discardableResult
    func requireObjects(_ commit: String, blobs: [String] = []) throws(ParallelError) -> [UInt8] {
        // The objects that the user's references hold existed before the rescue.
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

    /// Returns the command that moves a damaged object file away; nil where there is no such file. As long as the file
    /// exists, git takes it for the object and does not write the object's content anew.
    private func remedy(_ id: Substring) -> String? {
        let file = "\(commonDirectory)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
        guard access(file, F_OK) == 0 else { return nil }
        return "mv --backup=numbered \(ShellWord.quote(file)) \(ShellWord.quote(file + ".damaged"))"
    }

    /// Syncs the directories of the objects. git syncs the files only, and their names must be on the disk too.
    private func syncDirectories(of ids: String) {
        for prefix in Set(ids.split(separator: "\n").map { $0.prefix(2) }) {
            DirectorySync.sync(commonDirectory, at: "objects/\(prefix)")
        }
        DirectorySync.sync(commonDirectory, at: "objects")
    }
}
