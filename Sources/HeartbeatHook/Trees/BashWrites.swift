import HookCore

/// Writes down what changed in one worktree while a session's Bash command ran, in one transaction.
///
/// Claude Code compares the whole tree. Where another living session is at work in that tree, it is not known which
/// session made a change: the change is recorded as unattributed, or not at all where the other session has announced
/// it itself.
struct BashWrites {
    let changed: ChangedTree
    /// The number of files that changed but are not named.
    let unnamed: Int
    let session: ProcessIdentity
    let beats: BeatDirectory
    let database: HookDatabase

    /// A claim of another session, and the changed paths that it covers.
    private struct Hit {
        let claim: HookDatabase.Claim
        let paths: [[UInt8]]
    }

    private var repository: String { changed.location.repository }
    private var root: String { changed.location.root }

    func record(_ answer: inout Answer) {
        let sessions = database.sessions(in: repository).filter { $0.session.isAlive(beats) }
        let own = sessions.first { $0.session.process == session }?.session
        let others = sessions.filter { $0.session.process != session }
        let sharers = others.filter { $0.isAtWork(in: root, beats: beats) }.map(\.session)
        let sharingIDs = Set(sharers.map(\.sessionID))
        let hits = hits(on: others.map(\.session).filter { !sharingIDs.contains($0.sessionID) })
        let isStored = store(hits, own: own, sharers: sharers)
        if !hits.isEmpty { answer.contexts.append(warning(hits, isCertain: sharers.isEmpty, isTold: isStored)) }
    }

    /// - Returns: false when the database was locked for too long.
    private func store(_ hits: [Hit], own: KnownSession?, sharers: [KnownSession]) -> Bool {
        guard database.begin() else { return false }
        if let own { announce(own, sharers: sharers) }
        let notified = hits.filter { notifyHolder($0, own: own, isCertain: sharers.isEmpty) }
        guard database.commit() else {
            database.rollback()
            return false
        }
        for hit in notified { MailFlag(beats, process: hit.claim.holder.process).raise() }
        return true
    }

    private func announce(_ own: KnownSession, sharers: [KnownSession]) {
        let theirs = sharers.reduce(into: Set<[UInt8]>()) {
            $0.formUnion(database.claimedPaths(in: repository, by: $1.sessionID))
        }
        let reason = BashEffects.reason(sharers)
        let new = database.announce(
            changed.paths.filter { !theirs.contains($0) }, in: repository, by: own.sessionID, reason: reason)
        if !sharers.isEmpty, !new.isEmpty {
            database.record(
                "write.unattributed", repository: repository, session: own.sessionID, worktree: root,
                cause: reason, detail: BashEffects.list(new))
        }
        if unnamed > 0 {
            database.record(
                "write.unnamed", repository: repository, session: own.sessionID, worktree: root,
                cause: "Claude Code names \(BashChanges.mostFiles) files at most",
                detail: "\(unnamed) more files changed while a Bash command ran")
        }
    }

    /// The exclusive claims that the changes touch, except those of sessions at work in this tree: they wrote there
    /// themselves.
    private func hits(on holders: [KnownSession]) -> [Hit] {
        let known = Dictionary(holders.map { ($0.sessionID, $0) }) { first, _ in first }
        let claims = database.exclusiveClaims(in: repository, of: known) { target in
            changed.paths.contains(where: target.covers)
        }
        return claims.map { claim in Hit(claim: claim, paths: changed.paths.filter(claim.target.covers)) }
    }

    /// - Returns: whether the holder has a new message.
    private func notifyHolder(_ hit: Hit, own: KnownSession?, isCertain: Bool) -> Bool {
        let paths = BashEffects.list(hit.paths)
        database.record(
            "claim.violated", repository: repository, session: own?.sessionID, worktree: root,
            cause: isCertain ? "changed while a Bash command ran" : "unattributed: several sessions work in this tree",
            detail: "\(paths), claimed by \(hit.claim.holder.sessionID) (claim \(hit.claim.id))")
        let who = own.map { "\($0.shortName)\(isCertain ? "" : ", or another session in its tree,")" } ?? "A session"
        let text = """
            \(who) has changed in \(root) what you have claimed: \(paths). Your own tree is untouched; the two will \
            meet when they are merged.
            """
        return database.send(text, to: hit.claim.holder.sessionID, from: own?.sessionID)
    }

    private func warning(_ hits: [Hit], isCertain: Bool, isTold: Bool) -> String {
        let parts = hits.prefix(5).map { hit in
            let why = hit.claim.reason.map { ": \($0)" } ?? ""
            return """
                \(BashEffects.list(hit.paths)), which is claimed by \(hit.claim.holder.introduction), since \
                \(hit.claim.takenAt)\(why)
                """
        }
        let more = hits.count > parts.count ? "; and \(hits.count - parts.count) more claims" : ""
        return """
            parallel-cc: while your Bash command ran, there changed \(parts.joined(separator: "; "))\(more). \
            \(isCertain ? "Undo that" : "Undo that if it was your command (another session works in this tree)"), or \
            settle it with the holder\(isTold ? ", who has been told" : ""): `parallel-cc messages send \
            --to SESSION TEXT`.
            """
    }
}
