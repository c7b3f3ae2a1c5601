internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Brings what repositories inside of the checkout have of their own, beside their files, into the task's repository:
/// commits, below `refs/parallel-cc/nested/<path>/`.
struct NestedHistories {
    let git: Git
    let workTree: String
    let gitDirectory: String

    private static let prefix = "refs/parallel-cc/nested"

    /// Fetches the references of one repository.
    /// - Throws: `.gitFailed`, for example where it uses other hashes.
    func bring(_ root: PathBytes) throws(ParallelError) {
        let path = root.isEmpty ? workTree : workTree + "/" + root.display
        // A repository that git cannot read must not be taken for the one around it.
        let inner = git.unbound(in: path).with(["GIT_CEILING_DIRECTORIES": FilePath.folder(of: path)])
        let common = try inner.result(["rev-parse", "--path-format=absolute", "--git-common-dir"])
        guard common.status.isSuccess else { return }
        let place = Self.prefix + "/" + Self.name(root)
        let head = try inner.result(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
        if RealPath.of(common.line) == gitDirectory {
            // A worktree of the task's own repository: what its branches name is stored anyway.
            if head.status.isSuccess { try git.run(["update-ref", "\(place)/HEAD", head.line]) }
            return
        }
        // What its remotes have need not be stored.
        let own = try inner.result(["rev-list", "--max-count=1", "--all", "--not", "--remotes"])
        guard !own.status.isSuccess || !own.output.isEmpty else { return }
        let kinds = ["heads", "tags", "notes"].map { "+refs/\($0)/*:\(place)/\($0)/*" }
        let stash = try inner.result(["rev-parse", "--verify", "--quiet", "refs/stash"])
        let single =
            (head.status.isSuccess ? ["+HEAD:\(place)/HEAD"] : [])
            + (stash.status.isSuccess ? ["+refs/stash:\(place)/stash"] : [])
        try git.setting("protocol.file.allow", value: "always").run(
            [
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-gc", "--no-recurse-submodules",
                "--update-shallow", "--", path,
            ] + kinds + single)
    }

    /// Returns a path as a part of a reference's name: other characters than letters, digits, `-` and `_` as `%` and
    /// two digits. The checkout itself is `%`.
    static func name(_ path: PathBytes) -> String {
        if path.isEmpty { return "%" }
        return path.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
    }
}
