internal import Exec
internal import Files
internal import GitKit
internal import Glibc
package import HookCore

extension ParallelError.Code {
    /// A process lives in the worktree.
    package static let processInside: Self = "process-inside"
    /// Another git process is at work in the worktree.
    package static let gitAtWork: Self = "git-at-work"
    /// The directory around it is not there, or is another one.
    package static let placeMissing: Self = "place-missing"
    /// The user has locked it (`git worktree lock`).
    package static let lockedByUser: Self = "locked-by-user"
    /// What lies at its path is not what we have made there.
    package static let notOurs: Self = "not-ours"
    /// A session that this data directory does not know may live in it.
    package static let heldElsewhere: Self = "held-elsewhere"
    /// Another file system is mounted inside.
    package static let mountInside: Self = "mount-inside"
}

/// What keeps a worktree from being removed.
struct RemovalGuards {
    let worktree: WorktreeRecord
    /// What git keeps of it, where git knows it.
    let administration: WorktreeAdministration?
    let wasReady: Bool
    /// The user's word, which counts where nothing tells who has made it, as with worktrees of older programs.
    let isByName: Bool

    /// - Throws: the reason to keep it that git's files or the kernel's mounts tell.
    func check() throws(ParallelError) {
        if let reason = administration?.lockReason, administration?.ownLock == nil {
            throw Self.keep(
                .lockedByUser, message: "it is locked", subject: reason, hint: RemovalRemedy.unlock(worktree))
        }
        try checkIdentity()
        if let directory = administration?.directory {
            // The lock of a checkout that was killed while we made the worktree is nobody's.
            if wasReady, access(directory + "/index.lock", F_OK) == 0 {
                let lock = directory + "/index.lock"
                throw Self.keep(
                    .gitAtWork, message: "another git process is at work in it", subject: lock,
                    hint: "if no git is at work there: rm \(ShellWord.quote(lock))")
            }
        }
        if let mounted = MountPoints.below(worktree.path).first {
            throw Self.keep(
                .mountInside, message: "something is mounted inside", subject: mounted,
                hint: "umount \(ShellWord.quote(mounted))")
        }
    }

    /// Somebody may have taken ours away by git, and made another one at its path.
    private func checkIdentity() throws(ParallelError) {
        guard wasReady, let administration else { return }
        guard administration.isOurs || isByName else {
            throw Self.keep(
                .notOurs, message: "git lists a worktree there that parallel-cc has not made", subject: worktree.path)
        }
        // A directory is a repository of its own, and is told as such.
        let link = worktree.path + "/.git"
        if FileAccess.exists(link), !FileAccess.isDirectory(link), !administration.isGitDirectory(of: worktree.path) {
            throw Self.keep(
                .notOurs, message: "its .git leads to another repository", subject: worktree.path,
                hint: RemovalRemedy.move([], in: worktree.path))
        }
    }

    /// A worktree that was moved away may have a link in its place; where that leads nowhere, a disk may not be mounted.
    func checkLink() throws(ParallelError) {
        guard FileAccess.exists(worktree.path), !isByName || administration?.isGitDirectory(of: worktree.path) == true
        else { return }
        let target = realPath(worktree.path)
        if administration?.isGitDirectory(of: worktree.path) == true {
            let (link, place) = (ShellWord.quote(worktree.path), ShellWord.quote(target))
            throw Self.keep(
                .notOurs, message: "it was moved, and a link lies in its place", subject: target,
                hint: "rm \(link) && mv \(place) \(link)")
        }
        if access(worktree.path, F_OK) != 0 {
            throw Self.keep(
                .placeMissing, message: "a link in its place leads nowhere; is a disk not mounted?",
                subject: worktree.path)
        }
    }

    /// Who lives there, after a moment of grace: what claude had started often outlives it by some milliseconds.
    func resident() -> String? {
        let since = Timestamp(text: worktree.createdAt) ?? Timestamp(milliseconds: 0)
        var inside = ProcessesInside(worktree.path, since: since).first
        var turns = 0
        while inside != nil, turns < 20 {
            poll(nil, 0, 25)
            inside = ProcessesInside(worktree.path, since: since).first
            turns += 1
        }
        return inside
    }

    /// - Parameter submodules: where some are that hold nothing of their own.
    /// - Throws: the reason that lies in the tree itself.
    static func examine(
        _ tree: TreeFingerprint, at root: String, submodules: Set<PathBytes>
    ) throws(ParallelError) {
        let place = { (path: PathBytes) in path.isEmpty ? root : path.display }
        if let nested = tree.nestedRepositories.first(where: { !submodules.contains($0) }) {
            throw keep(
                .nestedRepository, message: "a repository of its own lies inside", subject: place(nested),
                hint: RemovalRemedy.move(nested, in: root))
        }
        if let unreadable = tree.unreadable.first {
            throw keep(
                .unreadableFile, message: "a file cannot be read", subject: place(unreadable),
                hint: RemovalRemedy.open(unreadable, in: root))
        }
        if let mounted = tree.mountPoints.first {
            throw keep(
                .mountInside, message: "something is mounted inside", subject: place(mounted),
                hint: "umount \(ShellWord.quote(root + "/" + mounted.display))")
        }
    }

    /// Which commit of a submodule is checked out is in no tree of files until it is staged.
    static func refuseMovedSubmodule(_ contents: SnapshotContents, at root: String) throws(ParallelError) {
        guard let path = contents.movedSubmodule?.display else { return }
        throw keep(
            .unsavedSubmodule, message: "a submodule is at another commit than the index says",
            subject: root + "/" + path,
            hint: "git -C \(ShellWord.quote(root)) add -- \(ShellWord.quote(path))")
    }

    static func keep(
        _ code: ParallelError.Code, message: String, subject: String, hint: String? = nil
    ) -> ParallelError {
        ParallelError(code, operation: "remove worktree", subject: subject, message: message, hint: hint)
    }
}
