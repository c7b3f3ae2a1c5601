internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

extension Coordinator {
    /// `parallel-` + the time in base 36 + random: sorts by age, and no two are the same.
    func makeWorktreeName(_ settings: Configuration) -> String {
        // It names a directory and a branch: what either does not like becomes a dash.
        let prefix = settings.prefix.map { character -> Character in
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            return isPlain || character == "_" ? character : "-"
        }
        return String(prefix.drop { $0 == "-" }) + String(context.now().milliseconds, radix: 36) + "-"
            + context.makeSuffix()
    }

    /// The real path of the directory that new worktrees go into: `worktree.root`, else `<main checkout>-worktrees`, else,
    /// where that cannot be written, is not ours alone or would lie inside another repository, one in the data directory.
    func worktreeRoot(for repository: Repository, settings: Configuration) -> String {
        let checkout = repository.mainCheckout ?? repository.workTree
        if let root = settings.worktreeRoot {
            return realPathOfMissing(root.hasPrefix("/") ? root : checkout + "/" + root) + "/"
                + FilePath.name(of: checkout)
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

    /// Why the folder beside the main checkout gets no worktrees although it is there: whoever owns it, or may write to it,
    /// can exchange what lies in it. Nil where nothing speaks against it. The checkout's owner is trusted as the checkout is.
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

    /// The i-node of the directory that a worktree lies in; nil where there is none.
    func inodeAround(_ path: String) -> UInt64? {
        var status = stat()
        return stat(FilePath.folder(of: path), &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// Whether the directory that held a worktree is still the same, so that one which is not there was deleted.
    func isPlaceThere(_ worktree: WorktreeRecord) -> Bool {
        guard let now = inodeAround(worktree.path) else { return false }
        return worktree.placeInode == nil || worktree.placeInode == now
    }

    /// The trash of a worktree's own file system, beside it.
    func trashRoot(for worktreePath: String) -> String { FilePath.folder(of: worktreePath) + "/.trash" }
}
