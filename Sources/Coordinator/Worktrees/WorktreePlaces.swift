internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

extension Coordinator {
    /// Returns the real path of the directory for new worktrees: `worktree.root`, else `<main checkout>-worktrees`. If
    /// that cannot be written, belongs to other users too or would lie inside another repository, it is a directory in
    /// the data directory.
    func worktreeRoot(for repository: Repository, settings: Configuration) -> String {
        let checkout = repository.mainCheckout ?? repository.workTree
        if let root = settings.worktreeRoot {
            let real = realPathOfMissing(FilePath.absolute(root, in: checkout))
            return (real == "/" ? "" : real) + "/" + FilePath.name(of: checkout)
        }
        if notOursAlone(for: repository, settings: settings) != nil { return rootInDataDirectory }
        let parent = FilePath.folder(of: checkout)
        let beside = realPathOfMissing(checkout + "-worktrees")
        let target = access(beside, F_OK) == 0 ? beside : parent
        let isInsideRepository = (try? Repository.discover(at: parent, git: git(parent))) != nil
        if access(target, W_OK | X_OK) == 0 && !isInsideRepository { return beside }
        return rootInDataDirectory
    }

    private var rootInDataDirectory: String { realPathOfMissing(context.dataDirectory) + "/worktrees" }

    /// Returns the reason why the existing folder beside the main checkout gets no worktrees: its owner, or a user who
    /// may write to it, could exchange the files in it. Returns nil when the folder is safe. The checkout's owner is
    /// trusted like the checkout.
    func notOursAlone(for repository: Repository, settings: Configuration) -> String? {
        guard settings.worktreeRoot == nil else { return nil }
        let checkout = repository.mainCheckout ?? repository.workTree
        let folder = checkout + "-worktrees"
        var (own, link, target) = (stat(), stat(), stat())
        guard stat(checkout, &own) == 0, lstat(folder, &link) == 0, stat(folder, &target) == 0 else { return nil }
        let trusted: Set<uid_t> = [0, geteuid(), own.st_uid]
        let reason: String
        if !trusted.isSuperset(of: [link.st_uid, target.st_uid]) {
            reason = "belongs to another user"
        } else if target.st_mode & S_IWOTH != 0 {
            reason = "can be written by all users"
        } else {
            return nil
        }
        return "\(folder) \(reason): worktrees go into \(rootInDataDirectory)"
    }

    /// Returns the i-node of the directory that a worktree lies in; nil when there is none.
    func inodeAround(_ path: String) -> UInt64? {
        var status = stat()
        return stat(FilePath.folder(of: path), &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// Whether the directory that held a worktree is still the same. If so, a missing worktree was deleted.
    func isPlaceThere(_ worktree: WorktreeRecord) -> Bool {
        guard let now = inodeAround(worktree.path) else { return false }
        return worktree.placeInode == nil || worktree.placeInode == now
    }
}
