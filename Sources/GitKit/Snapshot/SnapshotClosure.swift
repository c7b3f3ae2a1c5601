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

    /// - Throws: `.gitFailed` when any object is missing or damaged.
    func verify(_ commit: String) throws(ParallelError) {
        // What the user's references hold was there before us.
        let question = [
            "rev-list", "--objects", "--no-object-names", "--missing=allow-promisor", "--stdin", "--not", "--branches",
            "--tags", "--remotes",
        ]
        let objects = try git.run(question, input: Array((commit + "\n").utf8))
        let checked = try git.run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], input: objects.output)
        let missing = checked.text.split(separator: "\n").filter { $0.hasSuffix(" missing") }
        guard missing.isEmpty else {
            throw ParallelError(
                .gitFailed, operation: "read back rescue", subject: commit,
                message: "\(missing.count) objects are missing", cause: String(missing[0]))
        }
        var read = git.command(["cat-file", "--batch", "--buffer"])
        read.input = .bytes(objects.output)
        read.output = .discard
        let result = try Spawner.run(read)
        guard result.status.isSuccess else { throw git.failure(["cat-file"], result) }
        syncDirectories(of: objects.text)
    }

    /// git syncs the files; that their names are on the disk too is for us to see to.
    private func syncDirectories(of ids: String) {
        for prefix in Set(ids.split(separator: "\n").map { $0.prefix(2) }) {
            DirectorySync.sync(commonDirectory, "objects/\(prefix)")
        }
        DirectorySync.sync(commonDirectory, "objects")
    }
}
