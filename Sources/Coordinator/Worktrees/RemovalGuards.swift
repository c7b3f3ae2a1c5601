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
    /// The directory around the worktree is missing, or is another one.
    package static let placeMissing: Self = "place-missing"
    /// The user has locked the worktree (`git worktree lock`).
    package static let lockedByUser: Self = "locked-by-user"
    /// The path no longer holds what parallel-cc has made there.
    package static let notOurs: Self = "not-ours"
    /// A session that this data directory does not know may live in it.
    package static let heldElsewhere: Self = "held-elsewhere"
    /// Another file system is mounted inside the worktree.
    package static let mountInside: Self = "mount-inside"
}

/// The obstacles to the removal of a worktree.
struct RemovalGuards {
    let worktree: WorktreeRecord
    /// git's entry for the worktree; nil when git does not know it.
    let administration: WorktreeAdministration?
    let wasReady: Bool
    /// Whether the user wants the removal. That counts when nothing tells who made the worktree, like those of older
    /// programs.
    let isByName: Bool

    /// Checks git's files and the kernel's mounts.
    /// - Throws: the reason to keep the worktree.
    func check() throws(ParallelError) {
        if let reason = administration?.lockReason, administration?.ownLock == nil {
            throw Self.reasonToKeep(
                .lockedByUser, message: "it is locked", subject: reason, hint: RemovalRemedy.unlock(worktree))
        }
        try checkIdentity()
        if let directory = administration?.directory {
            // A lock of an unfinished creation belongs to a git that was killed.
            if wasReady, access(directory + "/index.lock", F_OK) == 0 {
                let lock = directory + "/index.lock"
                throw Self.reasonToKeep(
                    .gitAtWork, message: "another git process is at work in it", subject: lock,
                    hint: "if no git is at work there: rm \(ShellWord.quote(lock))")
            }
        }
        if let mounted = MountPoints.below(worktree.path).first {
            throw Self.reasonToKeep(
                .mountInside, message: "something is mounted inside", subject: mounted,
                hint: "umount \(ShellWord.quote(mounted))")
        }
    }

    /// Checks that the worktree is parallel-cc's. Another program may have removed it through git and made another one
    /// at its path.
    private func checkIdentity() throws(ParallelError) {
        guard wasReady, let administration else { return }
        guard administration.isOurs || isByName else {
            throw Self.reasonToKeep(
                .notOurs, message: "git lists a worktree there that parallel-cc has not made", subject: worktree.path)
        }
        // A directory is a repository of its own, and is reported as such.
        let link = worktree.path + "/.git"
        if FileAccess.exists(link), !FileAccess.isDirectory(link), !administration.isGitDirectory(of: worktree.path) {
            throw Self.reasonToKeep(
                .notOurs, message: "its .git leads to another repository", subject: worktree.path,
                hint: RemovalRemedy.move([], in: worktree.path))
        }
    }

    /// Checks a link at the worktree's path. The worktree may have been moved, or the link's disk is not mounted.
    func checkLink() throws(ParallelError) {
        guard FileAccess.exists(worktree.path), !isByName || administration?.isGitDirectory(of: worktree.path) == true
        else { return }
        let target = realPath(worktree.path)
        if administration?.isGitDirectory(of: worktree.path) == true {
            let (link, movedPath) = (ShellWord.quote(worktree.path), ShellWord.quote(target))
            throw Self.reasonToKeep(
                .notOurs, message: "it was moved, and a link lies in its place", subject: target,
                hint: "rm \(link) && mv \(movedPath) \(link)")
        }
        if access(worktree.path, F_OK) != 0 {
            throw Self.reasonToKeep(
                .placeMissing, message: "a link in its place leads nowhere; is a disk not mounted?",
                subject: worktree.path)
        }
    }

    /// Checks whether the missing directory lies beside its path: the user may have moved it, and git does not know.
    /// Only the `.git` files in one directory are read.
    func checkMoved() throws(ParallelError) {
        guard let administration else { return }
        let folder = FilePath.folder(of: worktree.path)
        let places = DirectoryNames.list(folder).lazy.map { "\(folder)/\($0)" }
        guard let moved = places.first(where: administration.isGitDirectory) else { return }
        throw Self.reasonToKeep(
            .notOurs, message: "it was moved, and git does not know", subject: moved,
            hint: "mv -T \(ShellWord.quote(moved)) \(ShellWord.quote(worktree.path))")
    }

    /// Returns a process that stays in the worktree.
    func resident() -> String? {
        let since = Timestamp(text: worktree.createdAt) ?? Timestamp(milliseconds: 0)
        return ProcessesInside.staying(worktree.path, since: since)
    }

    /// Checks the files of a worktree.
    /// - Parameter submodules: the paths of submodules that hold nothing of their own.
    /// - Throws: the reason to keep the worktree.
    static func examine(
        _ tree: TreeFingerprint, at root: String, submodules: Set<PathBytes>
    ) throws(ParallelError) {
        let displayPath = { (path: PathBytes) in path.isEmpty ? root : path.display }
        if let nested = tree.nestedRepositories.first(where: { !submodules.contains($0) }) {
            throw reasonToKeep(
                .nestedRepository, message: "a repository of its own lies inside", subject: displayPath(nested),
                hint: RemovalRemedy.move(nested, in: root), cause: RemovalRemedy.warning(of: nested, in: root))
        }
        if let unreadable = tree.unreadable.first {
            throw reasonToKeep(
                .unreadableFile, message: "a file cannot be read", subject: displayPath(unreadable),
                hint: RemovalRemedy.open(unreadable, in: root))
        }
        if let mounted = tree.mountPoints.first {
            throw reasonToKeep(
                .mountInside, message: "something is mounted inside", subject: displayPath(mounted),
                hint: "umount \(ShellWord.quote(Array("\(root)/".utf8) + mounted))")
        }
    }

    /// Refuses a submodule with an unstaged commit. Files cannot show which commit of a submodule is checked out.
    static func refuseMovedSubmodule(_ contents: SnapshotContents, at root: String) throws(ParallelError) {
        guard let path = contents.movedSubmodule else { return }
        throw reasonToKeep(
            .unsavedSubmodule, message: "a submodule is at another commit than the index says",
            subject: root + "/" + path.display,
            hint: "git -C \(ShellWord.quote(root)) --literal-pathspecs add -- \(ShellWord.quote(path))")
    }

    static func reasonToKeep(
        _ code: ParallelError.Code, message: String, subject: String, hint: String? = nil, cause: String? = nil
    ) -> ParallelError {
        ParallelError(code, operation: "remove worktree", subject: subject, message: message, hint: hint, cause: cause)
    }
}
