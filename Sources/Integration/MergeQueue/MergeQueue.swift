package import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension ParallelError.Code {
    /// Another process lands branches of this repository.
    package static let landingBusy: Self = "landing-busy"
    /// A name matches no entry of the queue.
    package static let unknownLanding: Self = "unknown-landing"
    /// The target has all commits of the branch.
    package static let nothingToLand: Self = "nothing-to-land"
    /// The target itself does not pass the commands that every branch must pass.
    package static let targetBroken: Self = "target-broken"
}

/// The branches that wait to land on a target, and the results.
package struct MergeQueue {
    let coordinator: Coordinator

    /// Makes the merge queue of a coordinator's database.
    package init(_ coordinator: Coordinator) { self.coordinator = coordinator }
}

extension MergeQueue {
    /// Queues a branch, or updates its entry if it waits already.
    /// - Parameters:
    ///   - repository: the common git directory.
    ///   - target: a local branch; nil: the repository's default target.
    ///   - method: the merge method; nil: `merge.method`.
    ///   - session: the session that asks. It gets messages about the branch, and so does the session that works on it.
    /// - Throws: `.unknownBranch`, `.unknownTarget`, `.landingBusy` while it lands, `.nothingToLand`, `.gitFailed`, the
    ///   `database…` codes.
    package func add(
        _ branch: String, in repository: String, target: String? = nil, method: MergeMethod? = nil,
        session: String? = nil
    ) throws(ParallelError) -> QueueEntry {
        let references = try MergeReferences(coordinator.git(repository))
        let target = if let target { target } else { try references.defaultTarget(coordinator.git(repository)) }
        let name = MergeReferences.shortName(target)
        guard let ground = references.commit(of: "refs/heads/" + name) else {
            throw ParallelError(
                .unknownTarget, operation: "queue branch", subject: target, message: "there is no such local branch",
                hint: "say with --target where it is to land")
        }
        guard let tip = references.commit(of: "refs/heads/" + branch), !branch.isSame(as: name) else {
            throw ParallelError(
                .unknownBranch, operation: "queue branch", subject: branch,
                message: branch.isSame(as: name) ? "a branch does not land on itself" : "there is no such local branch",
                hint: "git branch lists them")
        }
        if try coordinator.git(repository).isAncestor(tip, of: ground) {
            throw ParallelError(
                .nothingToLand, operation: "queue branch", subject: branch,
                message: "it has no commit that \(name) does not have")
        }
        let settings = try coordinator.settings(ofRepository: repository)
        let wanted = QueueEntry(
            position: 0, id: coordinator.context.makeID(), repository: repository, branch: branch, target: name,
            method: method ?? settings.mergeMethod, state: .queued, sessionID: session, tip: tip, result: nil,
            message: nil, files: [], queuedAt: coordinator.timestamp, changedAt: coordinator.timestamp)
        // The commits are kept before the entry says so.
        try pin(wanted)
        do throws(ParallelError) {
            let stored = try enter(wanted, changesMethod: method != nil)
            if stored.id != wanted.id {
                try pin(stored)
                // A pin that stays costs nothing: the next run of the queue lets go of it.
                try? coordinator.git(repository).deleteReference(wanted.pin, from: tip)
            }
            return stored
        } catch {
            coordinator.undoing { try? coordinator.git(repository).deleteReference(wanted.pin, from: tip) }
            throw error
        }
    }

    private func enter(_ wanted: QueueEntry, changesMethod: Bool) throws(ParallelError) -> QueueEntry {
        let stored = try coordinator.database.write { db throws(StoreError) -> QueueEntry? in
            let waiting = try QueueTable.list(
                of: wanted.repository, target: wanted.target, states: [.queued, .landing, .ready], in: db
            ).filter { $0.branch.isSame(as: wanted.branch) }
            // A ready branch with the same tip only has to wait.
            if let last = waiting.last, last.state == .ready, last.tip == wanted.tip { return last }
            guard var entry = waiting.first(where: { $0.state != .ready }) else {
                try QueueTable.insert(wanted, in: db)
                try record("landing.queued", entry: wanted, in: db)
                return try QueueTable.find(id: wanted.id, in: db)
            }
            if entry.state == .landing { return nil }
            entry.tip = wanted.tip
            if changesMethod { entry.method = wanted.method }
            entry.sessionID = wanted.sessionID ?? entry.sessionID
            entry.changedAt = coordinator.timestamp
            try QueueTable.update(entry, in: db)
            return entry
        }
        guard let stored else {
            throw ParallelError(
                .landingBusy, operation: "queue branch", subject: wanted.branch, message: "it is landing just now",
                hint: "parallel-cc merge queue")
        }
        return stored
    }

    func record(_ event: String, entry: QueueEntry, in db: Connection) throws(StoreError) {
        try EventTable.append(
            event, at: coordinator.timestamp, repository: entry.repository, session: entry.sessionID,
            cause: entry.message,
            detail: "\(entry.branch) \(entry.tip.prefix(10)) on \(entry.target)", in: db)
    }

    /// Keeps the commits that are to land under a reference.
    func pin(_ entry: QueueEntry) throws(ParallelError) {
        let former = try coordinator.git(entry.repository).commitIfAny(entry.pin)
        if former == entry.tip { return }
        _ = try coordinator.git(entry.repository).moveReference(
            entry.pin, to: entry.tip, from: former, cause: "parallel-cc: to land")
    }

    /// Deletes the reference if a branch or tag has the commits. Otherwise the user may want them back.
    func unpin(_ entry: QueueEntry) throws(ParallelError) {
        let git = coordinator.git(entry.repository)
        guard let pinned = try git.commitIfAny(entry.pin) else { return }
        if try isSafeUnpinned(entry) { try? git.deleteReference(entry.pin, from: pinned) }
    }

    /// Deletes references that a killed process has left.
    func sweepPins(in repository: String) throws(ParallelError) {
        let names = try coordinator.git(repository).line(["for-each-ref", "--format=%(refname)", QueueEntry.pins])
        for name in names.split(separator: "\n") {
            let id = String(name.dropFirst(QueueEntry.pins.count))
            let entry = try coordinator.database.read { db throws(StoreError) in try QueueTable.find(id: id, in: db) }
            if let entry {
                if entry.state == .landed || entry.state == .removed { try unpin(entry) }
            } else if let pinned = try coordinator.git(repository).commitIfAny(String(name)),
                try coordinator.git(repository).holder(of: pinned, madeBy: "HEAD") != nil
            {
                try? coordinator.git(repository).deleteReference(String(name), from: pinned)
            }
        }
    }

    /// Whether nothing is lost without the reference: another one keeps the commits, or the landed commit has all of
    /// their content.
    func isSafeUnpinned(_ entry: QueueEntry) throws(ParallelError) -> Bool {
        let git = coordinator.git(entry.repository)
        guard let pinned = try git.commitIfAny(entry.pin) else { return true }
        if try git.holder(of: pinned, madeBy: "refs/heads/" + entry.branch) != nil { return true }
        guard entry.state == .landed, entry.tip == pinned, let result = entry.result else { return false }
        if try git.isAncestor(pinned, of: result) { return true }
        // If git cannot tell, the reference stays.
        return (try? coordinator.mergingGit(entry.repository).hasContent(of: pinned, in: result)) ?? false
    }

    /// Returns the waiting and the failed entries, and those that were landed or removed last, in the order of the
    /// queue.
    /// - Parameter landed: the largest number of landed or removed entries.
    package func entries(in repository: String?, landed: Int = 10) throws(ParallelError) -> [QueueEntry] {
        let open: Set<QueueEntry.State> = [.queued, .landing, .ready, .conflict, .failed]
        return try coordinator.database.read { db throws(StoreError) in
            let entries = try QueueTable.list(of: repository, states: open, in: db)
            let done = try QueueTable.done(of: repository, limit: landed, in: db)
            return (entries + done).sorted { $0.position < $1.position }
        }
    }

    /// Returns a sentence with the next command for each merge that is ready and waits for its target.
    package func warnings(in repository: String?) -> [String] {
        do throws(ParallelError) {
            return try readyMerges(in: repository).map {
                "ready to land on \($0.target): \($0.command)"
            }
        } catch {
            return ["what is ready to land cannot be told: \(error.message)"]
        }
    }

    /// Returns the merges that are ready and not in their targets yet. It costs one query when there are none.
    package func readyMerges(in repository: String? = nil) throws(ParallelError) -> [ReadyMerge] {
        let entries = try coordinator.database.read { db throws(StoreError) in
            try QueueTable.list(of: repository, states: [.ready], in: db)
        }
        var found: [ReadyMerge] = []
        for entry in entries where FileAccess.exists(entry.repository) {
            if found.contains(where: { $0.isFor(entry) }) { continue }
            guard let ready = try readyMerge(of: entry) else { continue }
            found.append(ready)
        }
        return found
    }

    /// Returns the merge that is ready for the target of an entry; nil for none.
    func readyMerge(of entry: QueueEntry) throws(ParallelError) -> ReadyMerge? {
        let queueTarget = QueueTarget(coordinator, repository: entry.repository, target: entry.target)
        let state = try queueTarget.state()
        guard let ready = state.ready, state.isReadyAhead else { return nil }
        let checkout = try queueTarget.checkouts().first { FileAccess.exists($0) }
        let obstacles = try checkout.map { path throws(ParallelError) in
            try coordinator.git(path).obstacles(from: state.target, to: ready)
        }
        return ReadyMerge(
            repository: entry.repository, target: entry.target, reference: ReadyMerge.reference(entry.target),
            commit: ready, checkout: checkout, obstacles: obstacles)
    }

    /// Whether a run has work: queued branches or a ready merge. It costs one query.
    package func hasWork(in repository: String) throws(ParallelError) -> Bool {
        try coordinator.database.read { db throws(StoreError) in
            try !QueueTable.list(of: repository, states: [.queued, .landing, .ready], in: db).isEmpty
        }
    }

    /// Returns a sentence about uncommitted work on a branch, which will not land; nil when there is none.
    package func uncommittedWork(on branch: String, in repository: String) throws(ParallelError) -> String? {
        let worktrees = try coordinator.git(repository).worktrees(main: coordinator.mainCheckout(of: repository))
        for worktree in worktrees where worktree.branch.isSame(as: branch) && FileAccess.exists(worktree.path) {
            if try !coordinator.git(worktree.path).isClean() {
                return "What is not committed in \(worktree.path) will not land."
            }
        }
        return nil
    }
}
