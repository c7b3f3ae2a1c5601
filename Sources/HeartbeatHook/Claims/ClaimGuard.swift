import Glibc
import HookCore

/// Refuses a write to what another living session has claimed exclusively, and tells which other sessions are about to
/// write there. On any failure of ours the tool call goes on.
struct ClaimGuard {
    let dataDirectory: String
    let beats: BeatDirectory

    /// Judges the file that the tool is about to write.
    /// - Parameters:
    ///   - session: the process whose own claims and lease never stand in the way.
    ///   - answer: gets the refusal or the notes, if there are any.
    func judge(_ input: HookInput, by session: ProcessIdentity, into answer: inout Answer) {
        guard let target = input.toolPath else { return }
        var database: HookDatabase?
        for locations in ClaimLocation.all(of: target) where answer.denial == nil {
            let candidates = locations.filter { !$0.path.isEmpty }.map { location in
                (location: location, mode: GuardMode.find(location, dataDirectory: dataDirectory))
            }
            if candidates.allSatisfy({ $0.mode == .off }) { continue }
            database = database ?? HookDatabase(dataDirectory: dataDirectory)
            if let database { judge(target, locations: candidates, session: session, in: database, into: &answer) }
        }
    }

    /// - Parameter locations: the locations of one path in the worktrees around it, the innermost first.
    private func judge(
        _ target: String, locations: [(location: ClaimLocation, mode: GuardMode)], session: ProcessIdentity,
        in database: HookDatabase, into answer: inout Answer
    ) {
        let occupant = occupant(locations, session: session, in: database)
        let guarded = locations.filter { $0.mode != .off }
        for entry in guarded {
            let claim = claims(.exclusive, on: entry.location, in: database).first { $0.holder.process != session }
            guard let claim else { continue }
            answer.denial = refusal(claim, target: target)
            return
        }
        if let occupant, occupant.mode == .block {
            answer.denial = intrusion(occupant.holder, target: target)
            return
        }
        // The first write to a file announces it. Only then the session hears of the others.
        guard let own = database.session(of: session),
            let entry = guarded.first(where: { $0.location.repository.isSame(as: own.repository) }) ?? guarded.first
        else { return }
        var others: [HookDatabase.Claim] = []
        var shown: [HookDatabase.Claim] = []
        // In one transaction: where the others cannot be told now, the next write is the first.
        let isFirst = database.announce(entry.location, by: own.id) {
            var informed: Set = [own.id]
            for entry in guarded {
                let new = claims(.intent, on: entry.location, in: database).filter {
                    informed.insert($0.holder.sessionID).inserted
                }
                others += new
                shown += notify(new, of: entry.location, by: own.id, in: database)
            }
        }
        if isFirst { for claim in shown { MailFlag(beats, process: claim.holder.process).raise() } }
        // The first write may have been in another tree.
        let intruded = occupant.flatMap { occupant in
            database.noteIntrusion(occupant.location, by: own.id, holder: occupant.holder.sessionID)
                ? occupant.holder : nil
        }
        guard isFirst || intruded != nil else { return }
        var notes =
            intruded.map { ["\(target) lies in the tree of \($0.introduction): it may be writing there now."] } ?? []
        if isFirst {
            notes += others.map { "\($0.holder.introduction), \(BashEffects.announcement($0)): expect a conflict." }
        }
        if !notes.isEmpty { answer.contexts.append("parallel-cc: " + notes.joined(separator: " ")) }
    }

    private func claims(_ mode: ClaimMode, on location: ClaimLocation, in database: HookDatabase) -> [HookDatabase
        .Claim]
    {
        database.claims(mode, on: location).filter { $0.target.covers(location.path) && $0.holder.isAlive(beats) }
    }

    /// The session that works in the innermost worktree in which any session works; nil where there is none, where it
    /// is this session, and where the guard is off for that worktree.
    private func occupant(
        _ locations: [(location: ClaimLocation, mode: GuardMode)], session: ProcessIdentity, in database: HookDatabase
    ) -> (holder: KnownSession, mode: GuardMode, location: ClaimLocation)? {
        for entry in locations {
            guard let holder = database.leaseHolder(of: entry.location.root), holder.isAlive(beats) else { continue }
            return holder.process == session || entry.mode == .off ? nil : (holder, entry.mode, entry.location)
        }
        return nil
    }

    /// Stores a message to the sessions that announced the file earlier; they read it at their next prompt or tool
    /// call. The caller raises their flags once it is committed.
    /// - Returns: the claims whose holders have a new message.
    private func notify(
        _ others: [HookDatabase.Claim], of location: ClaimLocation, by own: String, in database: HookDatabase
    ) -> [HookDatabase.Claim] {
        let path = String(decoding: location.path, as: UTF8.self)
        let text = "I am about to write \(path), too, in \(location.root): expect a conflict."
        return others.filter { database.send(text, to: $0.holder.sessionID, from: own) }
    }

    /// The refusal in mode `block`.
    private func intrusion(_ occupant: KnownSession, target: String) -> String {
        """
        parallel-cc: \(target) lies in the tree of \(occupant.introduction).\(occupant.doing(beats)) Nothing was \
        written. Write the file in your own worktree, or ask: `parallel-cc messages send --to \(occupant.sessionID) \
        TEXT`.
        """
    }

    private func refusal(_ claim: HookDatabase.Claim, target: String) -> String {
        let why = claim.reason.map { ": \($0)" } ?? ""
        return """
            parallel-cc: \(target) is claimed by \(claim.holder.introduction), since \(claim.takenAt)\(why).\
            \(claim.holder.doing(beats)) Nothing was written. Work on something else meanwhile, wait for it with \
            `parallel-cc claims take --file PATH --wait 600`, or ask the user, who can free it with \
            `parallel-cc claims release \(claim.id) --force`.
            """
    }
}
