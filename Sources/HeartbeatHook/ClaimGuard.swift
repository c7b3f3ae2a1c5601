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
    func judge(_ input: HookInput, by session: ProcessIdentity, _ answer: inout Answer) {
        guard let target = input.toolPath else { return }
        var database: HookDatabase?
        for location in ClaimLocation.all(of: target) where !location.path.isEmpty && answer.denial == nil {
            let mode = GuardMode.find(location, dataDirectory: dataDirectory)
            guard mode != .off else { continue }
            database = database ?? HookDatabase(dataDirectory: dataDirectory)
            if let database { judge(target, location, session, mode, database, &answer) }
        }
    }

    private func judge(
        _ target: String, _ location: ClaimLocation, _ session: ProcessIdentity, _ mode: GuardMode,
        _ database: HookDatabase, _ answer: inout Answer
    ) {
        let claim = database.claims(.exclusive, on: location).first { claim in
            claim.holder.process != session && claim.target.covers(location.path) && claim.holder.isAlive(beats)
        }
        if let claim {
            answer.denial = refusal(claim, target)
            return
        }
        let tenant = database.leaseHolder(of: location.root).flatMap { holder in
            holder.process != session && holder.isAlive(beats) ? holder : nil
        }
        if mode == .block, let tenant {
            answer.denial = intrusion(tenant, target)
            return
        }
        // The first write to a file announces it, and is the one moment to tell of others.
        guard let own = database.sessionID(of: session), database.announce(location, by: own) else { return }
        database.foldLongLog()
        var notes =
            tenant.map { ["\(target) lies in the tree of \($0.introduction): it may be writing there now."] } ?? []
        let others = database.claims(.intent, on: location).filter { claim in
            claim.holder.sessionID != own && claim.target.covers(location.path) && claim.holder.isAlive(beats)
        }
        notes += others.map { "\($0.holder.introduction), \(BashAftermath.announcement($0)): expect a conflict." }
        tell(others, of: location, by: own, session, database)
        if !notes.isEmpty { answer.contexts.append("parallel-cc: " + notes.joined(separator: " ")) }
    }

    /// Those who have announced it before hear of the one who has come later, at their next prompt or tool call.
    private func tell(
        _ others: [HookDatabase.Claim], of location: ClaimLocation, by own: String, _ session: ProcessIdentity,
        _ database: HookDatabase
    ) {
        let path = String(decoding: location.path, as: UTF8.self)
        let text = "I am about to write \(path), too, in \(location.root): expect a conflict."
        for claim in others where database.send(text, to: claim.holder.sessionID, from: own) {
            MailFlag(beats, claim.holder.process).raise()
        }
    }

    /// In mode `block`.
    private func intrusion(_ tenant: Neighbour, _ target: String) -> String {
        """
        parallel-cc: \(target) lies in the tree of \(tenant.introduction).\(doing(tenant)) Nothing was written. Write the \
        file in your own worktree, or ask: `parallel-cc messages send --to \(tenant.sessionID) TEXT`.
        """
    }

    private func doing(_ holder: Neighbour) -> String {
        let beat = beats.read(for: holder.process)
        return beat.map { " It is \($0.activity.rawValue)\($0.tool.map { " (\($0))" } ?? "") now." } ?? ""
    }

    private func refusal(_ claim: HookDatabase.Claim, _ target: String) -> String {
        let why = claim.reason.map { ": \($0)" } ?? ""
        return """
            parallel-cc: \(target) is claimed by \(claim.holder.introduction), since \(claim.takenAt)\(why).\
            \(doing(claim.holder)) Nothing was written. Work on something else meanwhile, wait for it with \
            `parallel-cc claims take --file PATH --wait 600`, or ask the user, who can free it with \
            `parallel-cc claims release \(claim.id) --force`.
            """
    }
}
