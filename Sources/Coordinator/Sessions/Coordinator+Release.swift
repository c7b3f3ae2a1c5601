internal import Files
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

/// The name by which a caller means a session.
package enum SessionKey: Equatable, Sendable {
    case id(String)
    /// The live session of this process, else the newest session that had this pid.
    case pid(Int32)
}

extension Coordinator {
    /// Ends a session and gives its worktree back: the worktree is saved and moved to the trash, or kept with the
    /// reason.
    ///
    /// An unknown session is no error.
    /// - Parameter isGone: the user's word that the session's process, which cannot be seen from here, has ended. A
    ///   process that can be seen alive counts more.
    /// - Throws: `.worktreeInUse` when the process is out of sight, or can be seen alive though `isGone` is said.
    package func release(
        _ key: SessionKey, reason: String, isGone: Bool = false
    ) throws(ParallelError) -> ReleaseResult {
        guard let session = try session(key), session.state != .ended else {
            return ReleaseResult(released: false, session: nil, worktree: nil)
        }
        try requireReleasable(session, isGone: isGone)
        // Other unfinished work in the repository is left to the cleanup that follows.
        try repair(in: session.repository) { $0.path.isSame(as: session.worktreePath) }
        beats.remove(for: session.process)
        try database.write { db throws(StoreError) in try noteStoredConversations(of: session, in: db) }
        var result = ReleaseResult(released: true, session: session, worktree: nil)
        if let worktree = try ownWorktree(of: session) {
            let worktree = try findMoved(worktree)
            result.worktree = try takeAway(worktree, of: session, reason: reason)
            if result.worktree?.branchDeleted == false, let branch = worktree.branch {
                result.unmergedCommits = try unmergedCommits(branch, of: worktree)
            }
            if let branch = result.worktree?.headBranch, !branch.isSame(as: worktree.branch) {
                result.headCommits = try unmergedCommits(branch, of: worktree)
            }
            if result.unmergedCommits + result.headCommits > 0 {
                try? result.worktree?.noteTags(git(worktree.repository))
            }
        }
        context.reach("release.removed")
        try database.read { db throws(StoreError) in try noteInLock(session, hasEnded: true, in: db) }
        try database.write { db throws(StoreError) in
            try SessionTable.end(session.id, as: .ended, reason: reason, at: timestamp, in: db)
            try EventTable.append(
                "session.released", at: timestamp, repository: session.repository, session: session.id,
                worktree: session.worktreePath, cause: reason, in: db)
        }
        return result
    }

    /// Whether only the user can say that the session is over, because its process belongs to another machine or pid
    /// namespace.
    package func isOutOfSight(_ session: Session) -> Bool {
        [.starting, .active].contains(session.state) && liveness(session) == .unknown
    }

    private func requireReleasable(_ session: Session, isGone: Bool) throws(ParallelError) {
        if isGone, session.state != .lost, liveness(session) == .alive {
            throw ParallelError(
                .worktreeInUse, operation: "release", subject: session.id,
                message: "its process is not gone: \(session.process.pid)",
                hint: "without --gone it is released all the same")
        }
        if !isGone, isOutOfSight(session) {
            throw ParallelError(
                .worktreeInUse, operation: "release", subject: session.id,
                message: "its process lives where we cannot see it",
                hint: "release it from its own container or machine; if that is gone: "
                    + "parallel-cc release --session \(session.id) --gone")
        }
    }

    /// Returns the session that a key names; nil for none.
    package func session(_ key: SessionKey) throws(ParallelError) -> Session? {
        try database.read { db throws(StoreError) in
            switch key {
            case .id(let id): return try SessionTable.find(id: id, in: db)
            case .pid(let pid):
                if let process = ProcessIdentity.read(pid: pid),
                    let live = try SessionTable.live(process, on: context.host, in: db)
                {
                    return live
                }
                return try SessionTable.newest(pid: pid, on: context.host, in: db)
            }
        }
    }

    /// Writes a heartbeat for scripts of older programs.
    /// - Returns: whether there is such a live session.
    package func heartbeat(_ key: SessionKey) throws(ParallelError) -> Bool {
        guard let session = try session(key), session.state == .active || session.state == .starting else {
            return false
        }
        try beats.write(
            Beat(
                process: session.process, time: context.now().milliseconds, event: "heartbeat", activity: .busy,
                cwd: session.worktreePath, bootID: context.host.bootID, pidNamespace: context.host.pidNamespace))
        return true
    }

    /// Returns the worktree that was made for the session, unless another session has it now.
    private func ownWorktree(of session: Session) throws(ParallelError) -> WorktreeRecord? {
        try database.read { db throws(StoreError) in
            guard let worktree = try WorktreeTable.find(path: session.worktreePath, in: db) else { return nil }
            return worktree.sessionID == session.id ? worktree : nil
        }
    }

    private func takeAway(
        _ worktree: WorktreeRecord, of session: Session, reason: String
    ) throws(ParallelError) -> RemovalOutcome {
        if worktree.state == .kept {
            return .kept(worktree.path, branch: worktree.branch, because: worktree.keptReason ?? "kept")
        }
        if try !settings(of: worktree).autoCleanup {
            return .kept(worktree.path, branch: worktree.branch, because: "worktree.autoCleanup is off")
        }
        return try remove(worktree, heldBy: session.id, reason: reason)
    }

    private func unmergedCommits(_ branch: String, of worktree: WorktreeRecord) throws(ParallelError) -> Int {
        let git = git(worktree.repository)
        guard FileAccess.exists(worktree.repository) else { return 0 }
        guard try git.branchExists(branch) else { return 0 }
        let known = [worktree.base, try git.commitIfAny("HEAD")].compactMap { $0 }
        if known.isEmpty { return 0 }
        // A garbage collection may have removed the base.
        let arguments = ["rev-list", "--count", "--ignore-missing", "refs/heads/\(branch)", "--not"] + known
        return Int(try git.unreplaced.line(arguments)) ?? 0
    }
}
