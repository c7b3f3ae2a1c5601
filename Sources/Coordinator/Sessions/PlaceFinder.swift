internal import Files
internal import GitKit
internal import Glibc
internal import HookCore
internal import Store

/// Decides where a session works. It runs inside the registering transaction, so it does nothing slow.
struct PlaceFinder {
    let coordinator: Coordinator
    let request: RegisterRequest
    let repository: Repository
    let settings: Configuration
    /// The directory for new worktrees.
    let root: String
    let db: Connection

    func decide() throws(StoreError) -> Place {
        if let known = try SessionTable.live(request.process, on: coordinator.context.host, in: db) {
            if known.repository.isSame(as: repository.commonDirectory) { return .registered(known) }
            // The same living process is now in another repository. A process has one session only.
            try SessionTable.end(
                known.id, as: .ended, reason: "registered in another repository", at: coordinator.timestamp, in: db)
        }
        // "--here" means this checkout, for any conversation.
        if !request.here, let conversation = try conversation(),
            conversation.repository.isSame(as: repository.commonDirectory)
        {
            return try resume(conversation)
        }
        return try newPlace()
    }

    /// Returns this checkout if it is free, else a new worktree.
    private func newPlace() throws(StoreError) -> Place {
        let isOpen = request.here ? try !isBeingMadeOrRemoved(repository.workTree) : try isFree(repository.workTree)
        if isOpen {
            return .checkout(try startSession(repository.workTree, subdirectory: startDirectory), notice: nil)
        }
        return try newWorktree(.base, subdirectory: startDirectory, notice: nil)
    }

    private var startDirectory: String {
        coordinator.subdirectory(of: request.directory, in: repository.workTree)
    }

    private func conversation() throws(StoreError) -> Conversation? {
        switch request.conversation {
        case .new: nil
        case .resume(let id): try ConversationTable.find(id, in: db)
        case .latest: try ConversationTable.latestEnded(origin: repository.workTree, in: db)
        }
    }

    /// Whether no session holds the directory, and no process is making or removing it.
    private func isFree(_ path: String) throws(StoreError) -> Bool {
        if try SessionTable.holder(of: path, in: db) != nil { return false }
        if try coordinator.stranger(at: path, of: repository.commonDirectory, in: db) != nil { return false }
        return try !isBeingMadeOrRemoved(path)
    }

    private func isBeingMadeOrRemoved(_ path: String) throws(StoreError) -> Bool {
        guard let worktree = try WorktreeTable.find(path: path, in: db) else { return false }
        return worktree.state == .creating || worktree.state == .removing
    }

    private func resume(_ conversation: Conversation) throws(StoreError) -> Place {
        let path = conversation.worktreePath
        let isCheckout = access(path + "/.git", F_OK) == 0
        if isCheckout, try isFree(path) {
            let notice = path.isSame(as: repository.workTree) ? nil : "resumed in \(path)"
            return .checkout(try startSession(path, subdirectory: conversation.subdirectory), notice: notice)
        }
        if isCheckout {
            return try newWorktree(
                .headOf(path), subdirectory: conversation.subdirectory,
                notice: "\(path) is in use by another session: resumed in a new worktree at its commit")
        }
        // A worktree without a record, like a deleted checkout of the user's own, cannot be made again.
        guard conversation.head != nil || conversation.branch != nil else { return try newPlace() }
        let start = WorktreeStart.conversation(
            branch: conversation.branch, head: conversation.head, rescue: conversation.rescue)
        let row = try WorktreeTable.find(path: path, in: db)
        let isTaken = row != nil || FileAccess.exists(path)
        return try newWorktree(
            start, subdirectory: conversation.subdirectory,
            notice: isTaken
                ? "resumed in a new worktree: \(path) is taken"
                : "resumed in \(path), made again" + (try ignoredFiles(path)),
            path: isTaken ? nil : path)
    }

    /// Returns a hint to the ignored files, which are in no rescue but may be in the trash.
    private func ignoredFiles(_ path: String) throws(StoreError) -> String {
        guard let trash = try TrashTable.all(in: db).last(where: { $0.path.isSame(as: path) })?.trashPath,
            FileAccess.exists(trash)
        else { return "" }
        return "; ignored files that it had are in \(trash)"
    }

    /// Makes a session in an existing directory and leases the directory to it.
    private func startSession(_ path: String, subdirectory: String) throws(StoreError) -> Session {
        let worktree = try WorktreeTable.find(path: path, in: db)
        let session = makeSession(
            path, subdirectory: subdirectory, worktree: worktree?.id, branch: worktree?.branch, state: .active)
        try SessionTable.insert(session, in: db)
        let isHolder = try SessionTable.lease(path, to: session.id, at: session.createdAt, in: db)
        if isHolder, let worktree { try WorktreeTable.assign(worktree.id, to: session.id, in: db) }
        try EventTable.append(
            "session.registered", at: session.createdAt, repository: session.repository, session: session.id,
            worktree: path, cause: request.here ? "--here" : nil, in: db)
        return session
    }

    private func newWorktree(
        _ start: WorktreeStart, subdirectory: String, notice: String?, path: String? = nil
    ) throws(StoreError) -> Place {
        let wanted = path.map(FilePath.name) ?? coordinator.makeWorktreeName(settings)
        let name = try WorktreeTable.freeID(wanted, in: db)
        let directory = path ?? root + "/" + name
        let session = makeSession(directory, subdirectory: subdirectory, worktree: name, branch: nil, state: .starting)
        try SessionTable.insert(session, in: db)
        let context = coordinator.context
        let worktree = WorktreeRecord(
            id: name, repository: repository.commonDirectory, path: directory, state: .creating, sessionID: session.id,
            owner: context.process, ownerBootID: context.host.bootID, ownerPidNamespace: context.host.pidNamespace,
            portBlock: try WorktreeTable.freePortBlock(in: db), createdAt: session.createdAt)
        try WorktreeTable.insert(worktree, in: db)
        try SessionTable.lease(directory, to: session.id, at: session.createdAt, in: db)
        return .worktree(session, worktree, start, notice: notice)
    }

    private func makeSession(
        _ path: String, subdirectory: String, worktree: String?, branch: String?, state: Session.State
    ) -> Session {
        Session(
            id: coordinator.context.makeID(), kind: request.kind, name: request.name, state: state,
            repository: repository.commonDirectory, worktreePath: path, worktreeName: worktree,
            subdirectory: subdirectory, origin: repository.workTree, branch: branch, process: request.process,
            host: coordinator.context.host, claudeSessionID: nil, createdAt: coordinator.timestamp, endedAt: nil,
            endReason: nil)
    }
}
