internal import Coordinator
internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// Sees what changes in the worktrees of a radar, so that only those are looked at again.
final class RadarWatch {
    /// Whose changes concern all worktrees: branches.
    private static let references = "references"

    private let coordinator: Coordinator
    private let watch: WorkWatch?
    private var watched: Set<String> = []
    /// Why changes cannot be waited for; then the radar has to look from time to time.
    private(set) var obstacle: String?

    /// - Parameter common: the repository.
    init(_ coordinator: Coordinator, commonDirectory common: String) {
        self.coordinator = coordinator
        watch = WorkWatch()
        if watch == nil { obstacle = "the kernel has no more watches to give" }
        addReferences(common, folder: common + "/refs/heads")
        addReferences(common, folder: common + "/refs/remotes")
    }

    /// To poll; -1 where there is nothing to wait for.
    var descriptor: Int32 { obstacle == nil ? watch?.descriptor ?? -1 : -1 }

    /// Watches these worktrees, and no others any longer.
    /// - Returns: whether one is new: it has to be looked at again, for something may have changed before.
    func follow(_ worktrees: [String]) -> Bool {
        guard let watch, obstacle == nil else { return false }
        for gone in watched.subtracting(worktrees) {
            watch.remove(owner: gone)
            watched.remove(gone)
        }
        // One that is gone may come back.
        let new = worktrees.filter { !watched.contains($0) && FileAccess.exists($0) }
        for worktree in new { begin(worktree, watch: watch) }
        return !new.isEmpty
    }

    private func begin(_ worktree: String, watch: WorkWatch) {
        watched.insert(worktree)
        let git = coordinator.git(worktree)
        guard let place = try? Repository.discover(at: worktree, git: git),
            let directories = try? WorkDirectories(git, worktree: worktree).all(gitDirectory: place.gitDirectory)
        else {
            obstacle = obstacle ?? "changes in \(worktree) cannot be watched"
            return
        }
        add(directories.union([Array(place.gitDirectory.utf8)]), owner: worktree, watch: watch)
    }

    private func add(_ directories: Set<PathBytes>, owner: String, watch: WorkWatch) {
        for directory in directories where !watch.add(directory, owner: owner) {
            obstacle = "the limit of watched directories is reached (sysctl fs.inotify.max_user_watches)"
            return
        }
    }

    private func addReferences(_ common: String, folder: String) {
        guard let watch, FileAccess.exists(folder) else { return }
        add([Array(folder.utf8)], owner: Self.references, watch: watch)
        for name in DirectoryNames.list(folder) { addReferences(common, folder: folder + "/" + name) }
    }

    /// Takes what has happened, once it has been quiet for a moment.
    /// - Returns: the worktrees to look at again; nil for all.
    func changes() -> Set<String>? {
        guard let watch, obstacle == nil else { return nil }
        var found = watch.take()
        var owners = found.owners
        var isIncomplete = found.isIncomplete
        // Whoever saves many files does so in one go: what follows within milliseconds belongs to it.
        for _ in 0..<6 where !owners.isEmpty {
            follow(found.newDirectories, watch: watch)
            var more = pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&more, 1, 10) > 0 else { break }
            found = watch.take()
            owners.formUnion(found.owners)
            isIncomplete = isIncomplete || found.isIncomplete
        }
        follow(found.newDirectories, watch: watch)
        if isIncomplete { restart(watch) }
        return isIncomplete || obstacle != nil ? nil : owners
    }

    private func follow(_ directories: [(owner: String, path: PathBytes)], watch: WorkWatch) {
        for (owner, path) in directories {
            if owner == Self.references {
                add([path], owner: owner, watch: watch)
            } else if let new = try? WorkDirectories(coordinator.git(owner), worktree: owner).new(path) {
                add(new, owner: owner, watch: watch)
            }
        }
    }

    /// After events were lost, directories may have come unseen.
    private func restart(_ watch: WorkWatch) {
        for worktree in watched { begin(worktree, watch: watch) }
    }
}
