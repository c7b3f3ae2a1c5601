import Glibc
import HookCore

/// Refuses a write to what another living session has claimed for itself, and tells who else is about to write there. On any
/// failure of ours the tool call goes on.
struct ClaimGuard {
    let dataDirectory: String
    let beats: BeatDirectory

    /// What Claude Code is to be told; nothing, mostly.
    private enum Verdict {
        case deny(String)
        case context(String)
    }

    /// Prints the verdict, if there is one.
    /// - Parameter session: the process whose own claims and lease never stand in the way.
    func judge(_ input: HookInput, by session: ProcessIdentity) {
        guard let target = input.toolPath, let location = ClaimLocation(absolute: target), !location.path.isEmpty else {
            return
        }
        let mode = GuardMode.find(location, dataDirectory: dataDirectory)
        guard mode != .off, let database = ClaimDatabase(dataDirectory: dataDirectory) else { return }
        switch verdict(target, location, session, mode, database) {
        case .deny(let reason):
            say(#""permissionDecision":"deny","permissionDecisionReason":"#, reason)
        case .context(let text): say(#""additionalContext":"#, text)
        case nil: return
        }
    }

    private func verdict(
        _ target: String, _ location: ClaimLocation, _ session: ProcessIdentity, _ mode: GuardMode,
        _ database: ClaimDatabase
    ) -> Verdict? {
        let claim = database.claims(.exclusive, on: location).first { claim in
            claim.holder.process != session && claim.target.covers(location.path) && claim.holder.isAlive(beats)
        }
        if let claim { return .deny(refusal(claim, target)) }
        guard let own = database.sessionID(of: session) else { return nil }
        let tenant = database.leaseHolder(of: location.root).flatMap { holder in
            holder.sessionID != own && holder.isAlive(beats) ? holder : nil
        }
        if mode == .block, let tenant {
            return .deny("parallel-cc: \(target) lies in the tree of \(tenant.introduction). Nothing was written.")
        }
        // The first write to a file announces it, and is the one moment to tell of others.
        guard database.announce(location, by: own) else { return nil }
        var notes =
            tenant.map { ["\(target) lies in the tree of \($0.introduction): it may be writing there now."] } ?? []
        let others = database.claims(.intent, on: location).filter { claim in
            claim.holder.sessionID != own && claim.target.covers(location.path) && claim.holder.isAlive(beats)
        }
        notes += others.map {
            "\($0.holder.introduction), has announced to write the same file: expect a conflict."
        }
        return notes.isEmpty ? nil : .context("parallel-cc: " + notes.joined(separator: " "))
    }

    private func refusal(_ claim: ClaimDatabase.Claim, _ target: String) -> String {
        let why = claim.reason.map { ": \($0)" } ?? ""
        let doing = beats.read(for: claim.holder.process).map { beat in
            " It is \(beat.activity.rawValue)\(beat.tool.map { " (\($0))" } ?? "") now."
        }
        return """
            parallel-cc: \(target) is claimed by \(claim.holder.introduction), since \(claim.takenAt)\(why).\
            \(doing ?? "") Nothing was written. Work on something else meanwhile, wait for it with \
            `parallel-cc claims take --file PATH --wait 600`, or ask the user, who can free it with \
            `parallel-cc claims release \(claim.id) --force`.
            """
    }

    /// In the form that Claude Code reads from a PreToolUse hook; the model gets the text.
    private func say(_ key: String, _ text: String) {
        let answer =
            #"{"hookSpecificOutput":{"hookEventName":"PreToolUse","# + key + JSONText.quoted(text) + "}}\n"
        var rest = Array(answer.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
