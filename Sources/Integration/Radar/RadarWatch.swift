internal import Coordinator
internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// Watches the worktrees of a radar, so that only changed ones are looked at again.
final class RadarWatch {
    /// The owner of watches whose events concern all worktrees, because branches have changed.
    private static let references = "references"

    private let coordinator: Coordinator
    private let watch: WorkWatch?
    private var watched: Set<Name> = []
    /// The reason why changes cannot be waited for; nil when they can. With a reason, the radar has to look from time
    /// to time.
    private(set) var obstacle: String?

    /// Watches the branches of a repository.
    /// - Parameter common: the common git directory.
    init(_ coordinator: Coordinator, commonDirectory common: String) {
        self.coordinator = coordinator
        watch = WorkWatch()
        if watch == nil { obstacle = "the kernel has no more watches to give" }
        addReferences(common, folder: common + "/refs/heads")
        addReferences(common, folder: common + "/refs/remotes")
    }

    /// A descriptor for `poll`; -1 when changes cannot be waited for.
    var descriptor: Int32 { obstacle == nil ? watch?.descriptor ?? -1 : -1 }

    /// Watches these worktrees and no others.
    /// - Returns: whether one is new. It must be looked at again, because it may have changed before.
    func follow(_ worktrees: [String]) -> Bool {
        guard let watch, obstacle == nil else { return false }
        for gone in watched.subtracting(worktrees.map(Name.init)) {
            watch.remove(owner: gone.text)
            watched.remove(gone)
        }
        // A worktree that is gone may come back.
        let new = worktrees.filter { !watched.contains(Name($0)) && FileAccess.exists($0) }
        for worktree in new { begin(worktree, watch: watch) }
        return !new.isEmpty
    }

    private func begin(_ worktree: String, watch: WorkWatch) {
        watched.insert(Name(worktree))
        let git = coordinator.git(worktree)
        guard let repository = try? Repository.discover(at: worktree, git: git),
            let directories = try? WorkDirectories(git, worktree: worktree).all(gitDirectory: repository.gitDirectory)
        else {
            obstacle = obstacle ?? "changes in \(worktree) cannot be watched"
            return
        }
        add(directories.union([Array(repository.gitDirectory.utf8)]), owner: worktree, watch: watch)
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

    /// Takes the events, after a short wait for the end of a series.
    /// - Returns: the worktrees to look at again; nil: all.
    func changes() -> Set<Name>? {
        guard let watch, obstacle == nil else { return nil }
        var found = watch.take()
        var owners = found.owners
        var isIncomplete = found.isIncomplete
        // A program that saves many files does so at once: events within milliseconds belong together.
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

    /// Watches everything again. After a loss of events, unseen directories may exist.
    private func restart(_ watch: WorkWatch) {
        for worktree in watched { begin(worktree.text, watch: watch) }
    }
}
