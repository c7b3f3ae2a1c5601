internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import TaskProtocol

/// The repository of a task, made of its order.
struct TaskRepository {
    let source: TaskOrder.Source
    let workTree: String
    let gitDirectory: String
    /// A git bound to it.
    private(set) var git: Git

    init(_ source: TaskOrder.Source, workTree: String, gitDirectory: String, environment: [String: String]) {
        self.source = source
        self.workTree = workTree
        self.gitDirectory = gitDirectory
        git = Git(directory: workTree, environment: environment).on(gitDirectory: gitDirectory, workTree: workTree)
    }

    /// The same repository, with calls that no signal ends.
    var uninterruptible: TaskRepository {
        var copy = self
        copy.git = git.uninterruptible
        return copy
    }

    /// Makes the repository with the order's objects, HEAD and branch. The index and the working tree are left alone.
    /// - Parameter pack: the path of the order's objects. There need be none where the order names none.
    /// - Throws: `.gitFailed`, also for a pack that lacks objects; `.cannotWrite`.
    func make(pack: String) throws(ParallelError) {
        try git.run(["init", "--quiet", "--template=", "--object-format=\(source.objectFormat)"])
        try configure()
        if !source.shallow.isEmpty {
            let lines = Set(source.shallow).sorted().map { $0 + "\n" }.joined()
            try FileWriter.replace(gitDirectory + "/shallow", with: Array(lines.utf8), mode: 0o644)
        }
        if source.head != nil || source.uncommitted != nil { try unpack(pack) }
        try setHead()
    }

    /// Makes the index that of the order's head, whatever the working tree is.
    func fillIndex() throws(ParallelError) {
        if let head = source.head { try git.run(["read-tree", head]) }
    }

    private func configure() throws(ParallelError) {
        for (key, value) in [("user.name", source.userName), ("user.email", source.userEmail)] where !value.isEmpty {
            try git.run(["config", "--replace-all", key, value])
        }
    }

    /// Stores the objects. All that they lead to must be there, or lie beyond the borders of the history.
    private func unpack(_ pack: String) throws(ParallelError) {
        let file = try OpenFile(reading: pack)
        var command = git.command(["index-pack", "--stdin", "--check-self-contained-and-connected"])
        command.input = .descriptor(file.descriptor)
        // Status 1: it leads to objects that were there before.
        try git.run(command, statuses: [0, 1])
    }

    private func setHead() throws(ParallelError) {
        if let branch = source.branch {
            // HEAD without a commit may be on a reference that is no branch.
            let reference = FilePath.lies(branch, in: "refs") ? branch : "refs/heads/" + branch
            if let head = source.head { try git.run(["update-ref", "--no-deref", reference, head]) }
            try git.run(["symbolic-ref", "HEAD", reference])
        } else if let head = source.head {
            try git.run(["update-ref", "--no-deref", "HEAD", head])
        }
    }

    /// Fills the working tree, which is empty but for `.git`.
    /// - Returns: sentences about what is not as it was.
    func checkOut() throws(ParallelError) -> [String] {
        guard let commit = source.uncommitted else {
            if source.head != nil { try git.run(["reset", "--quiet", "--hard"]) }
            return []
        }
        let message = try git.setting("i18n.logOutputEncoding", value: "UTF-8")
            .line(["show", "--no-patch", "--no-show-signature", "--format=%B", commit, "--"])
        guard let manifest = SnapshotManifest(commitMessage: message), manifest.head == source.head,
            manifest.format <= SnapshotManifest.currentFormat
        else {
            throw ParallelError(
                .invalidOrder, operation: "restore uncommitted work", subject: commit,
                message: "it is no rescue of the order's head that this runner knows")
        }
        let repository = try Repository.discover(at: workTree, git: git)
        return try SnapshotRestorer(git: git, worktree: repository, commit: commit, manifest: manifest).restore()
            .notices
    }
}
