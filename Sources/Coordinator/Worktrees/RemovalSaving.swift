internal import Dispatch
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
internal import HookCore
internal import Store

/// The part of a removal that saves everything. After `secure`, the worktree lies in the trash, and a rescue holds what
/// git would lose.
struct RemovalSaving {
    let coordinator: Coordinator
    let worktree: WorktreeRecord
    let trash: String
    let reason: String
    let wasReady: Bool
    let isByName: Bool
    let isJustMade: Bool
    private(set) var saved: SavedState
    /// Whether the directory had been deleted by hand, so that only git's part of the worktree could be saved.
    private(set) var isDirectoryGone = false
    private var picture: WorktreePicture?
    /// Whether the trash is known to be saved without a walk through its files.
    private var isSettled = false

    init(
        coordinator: Coordinator, worktree: WorktreeRecord, trash: String, reason: String, wasReady: Bool,
        isByName: Bool, isJustMade: Bool
    ) {
        self.coordinator = coordinator
        self.worktree = worktree
        self.trash = trash
        self.reason = reason
        self.wasReady = wasReady
        self.isByName = isByName
        self.isJustMade = isJustMade
        // When HEAD was recorded, no branch means that it was detached.
        saved = SavedState(
            head: worktree.head, branch: worktree.head == nil ? worktree.branch : worktree.headBranch,
            rescue: worktree.rescue)
    }

    /// Saves the worktree, moves it into the trash, and saves again what was written meanwhile. It can be called again,
    /// also by another process that continues the removal.
    /// - Throws: the reason to keep the worktree, which may lie in the trash then.
    mutating func secure() throws(ParallelError) {
        if isForeign { return }
        try submodules.putBack(trash)
        if !FileAccess.exists(trash) { try saveAndMove() }
        // Each turn saves what was written during the one before. A program that never stops writing keeps the
        // worktree.
        for _ in 0..<8 {
            // A link or a file at the path belongs to the user.
            if FileAccess.isDirectory(worktree.path), !isAnother {
                try gatherLateFiles()
            } else if isSettled {
                return
            }
            isSettled = false
            let now = takeSettledPicture(trash)
            saved.bytes = now.tree.bytes + submodules.bytes
            if let picture, picture.isSettled, now.matches(picture) {
                saved.savedUntil = now.tree.latestChange + 1
                return
            }
            let places = try submodules.places(inTrash: trash, nested: now.tree.nestedRepositories)
            try RemovalGuards.examine(now.tree, at: trash, submodules: places)
            try save(at: trash, tree: now.tree, places: places)
            picture = now
        }
        throw RemovalGuards.reasonToKeep(.processInside, message: "it is being written to", subject: worktree.path)
    }

    /// Saves what was written after `secure` by somebody who was there for a moment.
    mutating func secureAgain() throws(ParallelError) {
        isSettled = false
        try secure()
    }

    /// Continues a removal that had come so far that git may have deleted a part of the worktree's git directory.
    /// Nothing better can be saved then, and the worktree cannot be kept. The time of later changes marks them as
    /// unsaved, as in any entry of the trash.
    /// - Returns: whether there was such a removal.
    mutating func continueNoted() throws(ParallelError) -> Bool {
        let noted = try coordinator.database.read { db throws(StoreError) in try TrashTable.find(at: trash, in: db) }
        guard let noted else { return false }
        if FileAccess.isDirectory(worktree.path), !isAnother { try gatherLateFiles() }
        saved = SavedState(
            head: noted.head, branch: noted.branch, rescue: noted.rescue, bytes: noted.bytes,
            savedUntil: noted.savedUntil)
        return true
    }

    /// Whether the files at the path of a worktree that was never made are the user's. git writes files there only
    /// after it has the worktree in its list.
    private var isForeign: Bool {
        let holdsFiles = DirectoryNames.list(worktree.path).contains { $0 != ".git" }
        return !wasReady && holdsFiles && administration == nil && !FileAccess.exists(trash)
    }

    private mutating func saveAndMove() throws(ParallelError) {
        let guards = RemovalGuards(worktree: worktree, administration: listed, wasReady: wasReady, isByName: isByName)
        try guards.check()
        try refuseStranger()
        // The mark shows that the worktree is parallel-cc's, also when the lock is gone.
        if wasReady { try listed?.mark() }
        try FileWriter.makeDirectory(FilePath.folder(of: trash))
        guard FileAccess.isDirectory(worktree.path) else {
            try guards.checkLink()
            try guards.checkMoved()
            guard isByName || !wasReady || coordinator.isPlaceThere(worktree) else {
                throw RemovalGuards.reasonToKeep(
                    .placeMissing, message: "its directory cannot be seen; is a disk not mounted?",
                    subject: worktree.path)
            }
            // The directory was deleted by hand. An empty one stands for it, so that git's part of the worktree can be
            // saved.
            _ = try submodules.places([])
            isDirectoryGone = true
            return try intoTrash { mkdir(trash, 0o700) }
        }
        if let clean = try lookWhileSearchingProcesses(guards) {
            try move(clean)
        } else {
            let before = takePicture(worktree.path)
            let places = try submodules.places(before.tree.nestedRepositories)
            try RemovalGuards.examine(before.tree, at: worktree.path, submodules: places)
            try save(at: worktree.path, tree: before.tree, places: places)
            try move()
            picture = before
        }
    }

    /// Looks for work and for processes at the same time. Both take a while, and neither needs the other.
    /// - Returns: nil for a worktree that must be examined closely.
    private func lookWhileSearchingProcesses(_ guards: RemovalGuards) throws(ParallelError) -> CleanWorktree? {
        // Each variable is written by one of the two threads, and the end of the loop orders that before the reading.
        // The other thread does not use the coordinator.
        nonisolated(unsafe) let search = { () throws(ParallelError) in
            try CleanWorktree.find(coordinator, worktree: worktree, administration: administration, wasReady: wasReady)
        }
        nonisolated(unsafe) var resident: String?
        nonisolated(unsafe) var clean: Result<CleanWorktree?, ParallelError> = .success(nil)
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            if part == 0 {
                resident = guards.resident()
            } else {
                clean = Result(catching: search)
            }
        }
        // The process may have been the git that looked at the files for this command.
        if resident != nil, let stayed = guards.resident() {
            throw RemovalGuards.reasonToKeep(.processInside, message: "a process lives in it", subject: stayed)
        }
        return try clean.get()
    }

    /// Moves a worktree that holds only what git has. Nothing must be saved, and no files must be compared if nothing
    /// has changed since the look.
    private mutating func move(_ clean: CleanWorktree) throws(ParallelError) {
        saved.head = clean.head.commit
        saved.branch = clean.head.branch
        saved.bytes = clean.bytes
        try note(isNew: false)
        try move()
        // The move itself is the last change. Its time comes from the same clock as the times of the files.
        saved.savedUntil = TreeFingerprint.changeTime(of: trash)
        isSettled = clean.isUndisturbed(administration)
    }

    private func move() throws(ParallelError) {
        coordinator.context.reach("remove.rescued")
        try intoTrash { rename(worktree.path, trash) }
        coordinator.context.reach("remove.moved")
    }

    /// Runs a move into the trash. Another removal that ends may delete the empty trash folder: then the folder is made
    /// again.
    private func intoTrash(_ act: () -> Int32) throws(ParallelError) {
        for _ in 0..<8 {
            if act() == 0 { return }
            let isFolderGone = errno == ENOENT && !FileAccess.exists(FilePath.folder(of: trash))
            guard isFolderGone else { throw cannotMove }
            try FileWriter.makeDirectory(FilePath.folder(of: trash))
        }
        throw cannotMove
    }

    /// Moves files that were written to the former path after the move into the trash. They belong to the worktree.
    private func gatherLateFiles() throws(ParallelError) {
        let late = TreeFingerprint.of(worktree.path)
        if let nested = late.nestedRepositories.first {
            throw RemovalGuards.reasonToKeep(
                .nestedRepository, message: "a repository was made at its old path",
                subject: worktree.path + "/" + nested.display,
                hint: RemovalRemedy.move([], in: worktree.path))
        }
        try TreeMerge.move(worktree.path, into: trash)
    }

    private func takePicture(_ tree: String) -> WorktreePicture {
        WorktreePicture(tree: .of(tree), state: administration.map { TreeFingerprint.of(gitDirectory: $0.directory) })
    }

    /// Returns a picture that a later write changes. Where the times of files are too coarse to tell a write from now
    /// on, it waits until they can tell, and takes a second picture.
    private func takeSettledPicture(_ tree: String) -> WorktreePicture {
        let first = takePicture(tree)
        if first.isSettled { return first }
        usleep(UInt32(TreeFingerprint.coarsestGranule / 1_000))
        var second = takePicture(tree)
        // The file system's own clock may not be ours.
        second.isSettled = second.isSettled || second.matches(first)
        return second
    }

    /// git's entry at the path, also one that parallel-cc did not make.
    private var listed: WorktreeAdministration? {
        WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository)
    }

    private var administration: WorktreeAdministration? { listed.flatMap { $0.isOurs ? $0 : nil } }

    /// Whether another program has made a worktree of its own at the path.
    private var isAnother: Bool { listed != nil && administration == nil }

    private func refuseStranger() throws(ParallelError) {
        guard let lock = administration?.ownLock else { return }
        let stranger = try coordinator.database.read { db throws(StoreError) in
            try coordinator.stranger(in: lock, db: db)
        }
        guard let stranger else { return }
        throw RemovalGuards.reasonToKeep(
            .heldElsewhere, message: "another session may live in it", subject: stranger.description,
            hint: "if that is gone: \(RemovalRemedy.unlock(worktree))")
    }

    private var submodules: RemovalSubmodules {
        RemovalSubmodules(
            coordinator: coordinator, worktree: worktree, administration: administration, wasReady: wasReady)
    }

    /// Saves the things that only this worktree has. The tree may be in place or in the trash.
    private mutating func save(
        at workTree: String, tree: TreeFingerprint, places: Set<PathBytes>
    ) throws(ParallelError) {
        guard let directory = administration?.directory else { return try acceptForgotten(workTree) }
        if !wasReady { try prepareUnfinished(workTree, in: directory) }
        let source = try coordinator.snapshotSource(
            worktree, gitDirectory: directory, workTree: workTree, submodules: places)
        let contents = try source.inspect()
        try RemovalGuards.refuseMovedSubmodule(contents, at: workTree)
        saved.head = contents.head.commit
        saved.branch = contents.head.branch
        if try holdsNoWork(contents, from: source) { return try note(isNew: false) }
        try source.ownReferences.requireCommits()
        var manifest = SnapshotManifest(
            id: coordinator.makeRescueID(), repository: worktree.repository, worktree: worktree.path,
            branch: contents.head.branch, head: contents.head.commit, sessionId: worktree.sessionID,
            createdAt: coordinator.timestamp, reason: reason)
        manifest.specialFiles = tree.specialFiles.isEmpty ? nil : tree.specialFiles.map(\.display).sorted()
        let id = try SnapshotWriter(source).write(contents, manifest: manifest).manifest.id
        let isNew = id != saved.rescue
        saved.rescue = id
        try note(isNew: isNew)
    }

    private func holdsNoWork(
        _ contents: SnapshotContents, from source: SnapshotSource
    ) throws(ParallelError) -> Bool {
        if contents.isEmpty { return true }
        // No session has worked in a worktree whose creation has just failed. Files that the user's commands left are
        // in the trash.
        if isJustMade && contents.unreachableCommits.isEmpty { return true }
        if !wasReady { return try source.isUnfinishedCheckout(contents) }
        // Missing files are work only in a tree that is still there.
        return !FileAccess.exists(source.workTree + "/.git") && contents.isOnlyAbsentFiles
    }

    /// Makes the missing index of a worktree whose creation was interrupted: git writes it when all files are there.
    /// The index distinguishes files of the user from files of the checkout.
    private func prepareUnfinished(_ workTree: String, in directory: String) throws(ParallelError) {
        if FileAccess.exists(directory + "/index") { return }
        // The search has found no process there: the lock is that of a git that was killed while it wrote the files.
        unlink(directory + "/index.lock")
        let git = coordinator.git(workTree).on(gitDirectory: directory, workTree: workTree)
        if try git.head().commit != nil { try git.run(["read-tree", "HEAD"]) }
    }

    /// Accepts a tree that git does not know: an earlier run has saved it and removed it from git's list.
    private func acceptForgotten(_ workTree: String) throws(ParallelError) {
        guard workTree.isSame(as: worktree.path), wasReady else { return }
        let repair = "git -C ITS-NEW-PLACE worktree repair \(ShellWord.quote(worktree.path))"
        throw ParallelError(
            .unknownWorktree, operation: "remove worktree", subject: worktree.path,
            message: "git does not know it as a worktree any more", hint: RemovalRemedy.move([], in: worktree.path),
            cause: "if its repository was moved: \(repair)")
    }

    private func note(isNew: Bool) throws(ParallelError) {
        let saved = saved
        try coordinator.database.write { db throws(StoreError) in
            try WorktreeTable.saved(worktree.id, saved: saved, in: db)
            guard isNew || saved.rescue != nil else { return }
            try EventTable.append(
                isNew ? "rescue.created" : "rescue.matched", at: coordinator.timestamp, repository: worktree.repository,
                session: worktree.sessionID, worktree: worktree.path, cause: reason, detail: saved.rescue, in: db)
        }
    }

    private var cannotMove: ParallelError {
        let code = errno
        return ParallelError(
            .cannotWrite, operation: "move to trash", subject: worktree.path, message: "the worktree cannot be moved",
            hint: RemovalRemedy.move(worktree.path, refusedWith: code), cause: String(cString: strerror(code)))
    }
}

/// A worktree's files and git directory as `stat` sees them.
struct WorktreePicture {
    let tree: TreeFingerprint
    let state: TreeFingerprint?
    /// Whether what is written after it will look different.
    var isSettled: Bool

    init(tree: TreeFingerprint, state: TreeFingerprint?) {
        self.tree = tree
        self.state = state
        isSettled = tree.isSettled && state?.isSettled != false
    }

    func matches(_ other: WorktreePicture) -> Bool {
        guard tree.matches(other.tree), let state, let former = other.state else {
            return tree.matches(other.tree) && state == nil && other.state == nil
        }
        return state.matches(former)
    }
}
