internal import Exec
internal import Files
internal import GitKit
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    /// Gives a starting claude a directory of its own.
    ///
    /// One short transaction decides. The slow work follows outside of it. After a failure or an interruption,
    /// everything begun is undone.
    /// - Throws: `.checkoutInUse` when another session lives in this checkout and no worktree could be made;
    ///   `.notARepository`, `.bareRepository`, `.unusableRepository`, the `database…` codes, `.interrupted`.
    package func register(_ request: RegisterRequest) throws(ParallelError) -> Registration {
        let repository = try repository(at: request.directory)
        let settings = try settings(for: repository)
        try removeUnfinished(in: repository.commonDirectory)
        try adoptWorktrees(in: repository.commonDirectory)
        try repairPlaces(of: request, in: repository)
        try clearDeletedPlace(request)
        do throws(ParallelError) {
            return try register(request, in: repository, settings: settings)
        } catch  where error.code == .checkoutInUse && request.conversation != .new {
            // The conversation's worktree cannot be made again. A directory like any new session's is better than none.
            var anew = request
            anew.conversation = .new
            return try register(
                anew, in: repository, settings: settings, notice: "could not go back: \(error.cause ?? error.message)")
        } catch  where error.code == .checkoutInUse && settings.sharesWithoutWorktree {
            var shared = request
            shared.here = true
            return try register(
                shared, in: repository, settings: settings, notice: "sharing this checkout: \(error.message)")
        }
    }

    /// Repairs unfinished worktrees before the decision. An interrupted creation is undone quickly. An interrupted
    /// removal may have much to save, so claude waits for it only in the directories where it may start. The cleanup
    /// that runs after every start does the rest.
    private func repairPlaces(of request: RegisterRequest, in repository: Repository) throws(ParallelError) {
        let former: [String] = try database.read { db throws(StoreError) in
            switch request.conversation {
            case .new: []
            case .resume(let id): [try ConversationTable.find(id, in: db)?.worktreePath].compactMap { $0 }
            // The latest ended conversation is not known before dead sessions are marked.
            case .latest: try ConversationTable.places(origin: repository.workTree, in: db)
            }
        }
        try repair(in: repository.commonDirectory) {
            $0.state == .creating || $0.path.isSame(as: repository.workTree) || former.holds(name: $0.path)
        }
    }

    /// Saves a worktree that was deleted by hand, as far as git still knows it, so that its conversation can go on in a
    /// new one.
    private func clearDeletedPlace(_ request: RegisterRequest) throws(ParallelError) {
        guard case .resume(let id) = request.conversation else { return }
        let deleted: WorktreeRecord? = try database.read { db throws(StoreError) in
            guard let path = try ConversationTable.find(id, in: db)?.worktreePath, !FileAccess.exists(path) else {
                return nil
            }
            return try WorktreeTable.find(path: path, in: db)
        }
        guard let deleted, deleted.state == .active || deleted.state == .kept else { return }
        try database.write { db throws(StoreError) in try markLost(in: db) }
        _ = try remove(deleted, reason: "its directory was deleted")
    }

    private func register(
        _ request: RegisterRequest, in repository: Repository, settings: Configuration, notice reason: String? = nil
    ) throws(ParallelError) -> Registration {
        let natives = context.nativeSessions()
        let unregistered = try unregisteredSessions(natives)
        let root = worktreeRoot(for: repository, settings: settings)
        let place = try database.write { db throws(StoreError) in
            try noteConversations(natives, in: db)
            try markLost(in: db)
            try adopt(unregistered.filter { $0.native.process != request.process }, in: db)
            return try PlaceFinder(
                coordinator: self, request: request, repository: repository, settings: settings, root: root, db: db
            ).decide()
        }
        context.reach("register.decided")
        switch place {
        case .registered(let session):
            return try registration(session, in: repository, settings: settings, isNew: false, notice: nil)
        case .checkout(let session, let notice):
            try requireOwnWorkTree(of: session, request: request, in: repository)
            try database.read { db throws(StoreError) in
                if try SessionTable.holder(of: session.worktreePath, in: db) == session.id {
                    try noteInLock(session, in: db)
                }
            }
            beat(session)
            return try registration(session, in: repository, settings: settings, isNew: true, notice: reason ?? notice)
        case .worktree(let session, let worktree, let start, let notice):
            let creation = WorktreeCreation(
                coordinator: self, worktree: worktree, session: session, repository: repository, settings: settings,
                newBranch: worktree.id, cause: start.cause)
            let created = try make(creation, start: start)
            beat(session)
            let moved = FilePath.lies(worktree.path, in: root) ? notOursAlone(for: repository, settings: settings) : nil
            let notices = [reason, notice, moved, created].compactMap { $0 }.joined(separator: "; ")
            return try registration(
                session, in: repository, settings: settings, isNew: true, notice: notices.isEmpty ? nil : notices)
        }
    }

    /// Checks that an existing worktree is still the repository's own. The repository's configuration may have led it
    /// elsewhere.
    /// - Throws: `.foreignWorkTree`; `.checkoutInUse` for a resumed conversation, which can go on elsewhere.
    private func requireOwnWorkTree(
        of session: Session, request: RegisterRequest, in repository: Repository
    ) throws(ParallelError) {
        let path = session.worktreePath
        if path.isSame(as: repository.mainCheckout) { return }
        do throws(ParallelError) {
            try git(path).requireOwnWorkTree(path, commonDirectory: repository.commonDirectory)
        } catch {
            try database.write { db throws(StoreError) in
                try SessionTable.end(session.id, as: .ended, reason: error.message, at: timestamp, in: db)
            }
            if request.conversation == .new { throw error }
            throw ParallelError(
                .checkoutInUse, operation: "register", subject: path, message: error.message, hint: error.hint)
        }
    }

    /// - Throws: `.checkoutInUse`, `.interrupted`.
    private func make(_ creation: WorktreeCreation, start: WorktreeStart) throws(ParallelError) -> String? {
        do throws(ParallelError) {
            return try creation.run(start)
        } catch  where error.code != .interrupted {
            throw ParallelError(
                .checkoutInUse, operation: "register", subject: creation.repository.workTree,
                message: "another session is live in this checkout and no worktree could be made: \(error.message)",
                hint: "--here starts a second session in this checkout, PARALLEL_CC_DISABLE=1 runs claude without us",
                cause: error.cause ?? error.hint)
        }
    }

    /// Writes the first beat, which says that this process is registered. Without a writable folder, `status` has no
    /// heartbeats.
    private func beat(_ session: Session) {
        try? beats.write(
            Beat(
                process: session.process, time: context.now().milliseconds, event: "register", activity: .starting,
                cwd: session.worktreePath, bootID: context.host.bootID, pidNamespace: context.host.pidNamespace))
    }

    private func registration(
        _ session: Session, in repository: Repository, settings: Configuration, isNew: Bool, notice: String?
    ) throws(ParallelError) -> Registration {
        let (session, live, worktree) = try database.read { db throws(StoreError) in
            let current = try SessionTable.find(id: session.id, in: db)
            return (
                current ?? session, try SessionTable.live(in: db),
                try WorktreeTable.find(path: session.worktreePath, in: db)
            )
        }
        let inside = session.subdirectory.isEmpty ? "" : "/" + session.subdirectory
        let wanted = session.worktreePath + inside
        var status = stat()
        let exists = stat(wanted, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        // Ignored settings, like commands that the user has not trusted, are reported when they would have counted.
        let notices = [notice].compactMap { $0 } + (isNew ? settings.warnings : [])
        return Registration(
            session: session, directory: exists ? wanted : session.worktreePath, isNew: isNew,
            isMainCheckout: session.worktreePath.isSame(as: repository.mainCheckout),
            parallelSessions: live.count { $0.repository.isSame(as: session.repository) },
            portBase: worktree?.portBlock.map { settings.portBase + $0 * settings.portBlockSize },
            notice: notices.isEmpty ? nil : notices.joined(separator: "; "))
    }
}
