import Glibc
import HookCore

/// Refuses a write to what another living session has claimed for itself, and tells who else is about to write there. On any
/// failure of ours the tool call goes on.
struct ClaimGuard {
    let dataDirectory: String
    let beats: BeatDirectory

    /// - Parameters:
    ///   - session: the process whose own claims and lease never stand in the way.
    ///   - answer: gets the verdict, if there is one.
    func judge(_ input: HookInput, by session: ProcessIdentity, into answer: inout Answer) {
        guard let target = input.toolPath else { return }
        var database: HookDatabase?
        for locations in ClaimLocation.all(of: target) where answer.denial == nil {
            let places = locations.filter { !$0.path.isEmpty }.map { location in
                (location: location, mode: GuardMode.find(location, dataDirectory: dataDirectory))
            }
            if places.allSatisfy({ $0.mode == .off }) { continue }
            database = database ?? HookDatabase(dataDirectory: dataDirectory)
            if let database { judge(target, allPlaces: places, session: session, in: database, into: &answer) }
        }
    }

    /// - Parameter allPlaces: of one path, in the worktrees around it, the innermost first.
    private func judge(
        _ target: String, allPlaces: [(location: ClaimLocation, mode: GuardMode)], session: ProcessIdentity,
        in database: HookDatabase, into answer: inout Answer
    ) {
        let occupant = occupant(allPlaces, session: session, in: database)
        let places = allPlaces.filter { $0.mode != .off }
        for place in places {
            let claim = claims(.exclusive, on: place.location, in: database).first { $0.holder.process != session }
            guard let claim else { continue }
            answer.denial = refusal(claim, target: target)
            return
        }
        if let occupant, occupant.mode == .block {
            answer.denial = intrusion(occupant.holder, target: target)
            return
        }
        // The first write to a file announces it, and is the one moment to tell of others.
        guard let own = database.session(of: session),
            let place = places.first(where: { $0.location.repository == own.repository }) ?? places.first
        else { return }
        let isFirst = database.announce(place.location, by: own.id)
        // That may have been in another tree.
        let intruded = occupant.flatMap { occupant in
            database.noteIntrusion(occupant.location, by: own.id, holder: occupant.holder.sessionID)
                ? occupant.holder : nil
        }
        guard isFirst || intruded != nil else { return }
        var notes =
            intruded.map { ["\(target) lies in the tree of \($0.introduction): it may be writing there now."] } ?? []
        var told: Set = [own.id]
        for place in places where isFirst {
            let others = claims(.intent, on: place.location, in: database).filter {
                told.insert($0.holder.sessionID).inserted
            }
            notes += others.map { "\($0.holder.introduction), \(BashEffects.announcement($0)): expect a conflict." }
            tell(others, of: place.location, by: own.id, session: session, in: database)
        }
        if !notes.isEmpty { answer.contexts.append("parallel-cc: " + notes.joined(separator: " ")) }
    }

    private func claims(_ mode: ClaimMode, on location: ClaimLocation, in database: HookDatabase) -> [HookDatabase
        .Claim]
    {
        database.claims(mode, on: location).filter { $0.target.covers(location.path) && $0.holder.isAlive(beats) }
    }

    /// Whose tree it is, if another living session's: of the innermost one in which anybody works. Nobody's where that
    /// one's guard is off.
    private func occupant(
        _ places: [(location: ClaimLocation, mode: GuardMode)], session: ProcessIdentity, in database: HookDatabase
    ) -> (holder: OtherSession, mode: GuardMode, location: ClaimLocation)? {
        for place in places {
            guard let holder = database.leaseHolder(of: place.location.root), holder.isAlive(beats) else { continue }
            return holder.process == session || place.mode == .off ? nil : (holder, place.mode, place.location)
        }
        return nil
    }

    /// Those who have announced it before hear of the one who has come later, at their next prompt or tool call.
    private func tell(
        _ others: [HookDatabase.Claim], of location: ClaimLocation, by own: String, session: ProcessIdentity,
        in database: HookDatabase
    ) {
        let path = String(decoding: location.path, as: UTF8.self)
        let text = "I am about to write \(path), too, in \(location.root): expect a conflict."
        for claim in others where database.send(text, to: claim.holder.sessionID, from: own) {
            MailFlag(beats, process: claim.holder.process).raise()
        }
    }

    /// In mode `block`.
    private func intrusion(_ occupant: OtherSession, target: String) -> String {
        """
        parallel-cc: \(target) lies in the tree of \(occupant.introduction).\(occupant.doing(beats)) Nothing was written. Write the \
        file in your own worktree, or ask: `parallel-cc messages send --to \(occupant.sessionID) TEXT`.
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
