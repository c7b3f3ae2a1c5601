internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// The bytes that git writes into a checkout of a commit.
struct WrittenFiles {
    /// A directory and an index in which the attributes are the commit's own, and not those of the files in the
    /// checkout.
    private struct Apart {
        let git: Git
        let index: String
        let folder: String
    }

    private let git: Git
    private let apart: Apart?

    /// Uses the attributes that lie in the checkout.
    /// - Parameter git: a git at the root of the checkout.
    init(_ git: Git) {
        self.git = git
        apart = nil
    }

    /// Uses the attributes of the commit itself, whatever lies in the checkout. Each file is written once, in a folder
    /// apart. Call `close` at the end.
    init(of commit: String, with git: Git) throws(ParallelError) {
        self.git = git
        let directory = try git.line(["rev-parse", "--absolute-git-dir"])
        var template = Array("\(directory)/\(PrivateIndex.prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ParallelError(
                .cannotWrite, operation: "make private index", subject: directory, message: "cannot write there",
                cause: String(cString: strerror(errno)))
        }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let index = folder + ".index"
        let own = git.at(folder).on(gitDirectory: directory, workTree: folder).withIndex(index)
        apart = Apart(git: own, index: index, folder: folder)
        do throws(ParallelError) {
            try own.run(["read-tree", commit])
        } catch {
            close()
            throw error
        }
    }

    /// Returns the bytes of a version, with filters and line ends applied; a link's target for a link.
    /// - Parameter path: a path in UTF-8.
    func bytes(_ version: MergeStages.Version, at path: PathBytes) throws(ParallelError) -> [UInt8] {
        if version.mode == "120000" { return try git.run(["cat-file", "blob", version.id]).output }
        guard let apart else {
            return try git.run(["cat-file", "--filters", "--path=\(path.display)", version.id]).output
        }
        let target = path.absolute(in: apart.folder)
        defer {
            unlink(target)
            path.removeEmptyParents(in: apart.folder)
        }
        try apart.git.run(["checkout-index", "--quiet", "-z", "--stdin"], input: path + [0])
        guard let bytes = WholeFile.read(target) else {
            throw ParallelError(
                .gitFailed, operation: "checkout-index", subject: path.display, message: "git has not written it")
        }
        return bytes
    }

    func close() {
        guard let apart else { return }
        unlink(apart.index)
        unlink(apart.index + ".lock")
        rmdir(apart.folder)
    }
}
