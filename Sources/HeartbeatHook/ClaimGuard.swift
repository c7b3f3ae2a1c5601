import Glibc
import HookCore

/// Refuses a write to what another living session has claimed for itself. On any failure of ours the tool call goes on.
struct ClaimGuard {
    let dataDirectory: String
    let beats: BeatDirectory

    /// Prints the refusal, if there is one.
    /// - Parameter session: the process whose claims never stand in the way.
    func judge(_ input: HookInput, by session: ProcessIdentity) {
        guard let target = input.toolPath, let location = ClaimLocation(absolute: target),
            let database = ClaimDatabase(dataDirectory: dataDirectory)
        else { return }
        let host = Host(bootID: HostIdentity.currentBootID(), pidNamespace: HostIdentity.currentPidNamespace())
        let holder = database.exclusiveClaims(on: location).first { claim in
            claim.holder != session && claim.target.covers(location.path) && isAlive(claim, host)
        }
        if let holder { say(refusal(holder, target)) }
    }

    private struct Host {
        let bootID: String
        let pidNamespace: UInt64
    }

    /// A process of another pid namespace cannot be seen, so it counts as living.
    private func isAlive(_ claim: ClaimDatabase.Claim, _ host: Host) -> Bool {
        guard claim.bootID == host.bootID else { return false }
        if claim.pidNamespace != host.pidNamespace || claim.holder.isAlive { return true }
        return beats.read(for: claim.holder)?.actor?.isAlive ?? false
    }

    private func refusal(_ claim: ClaimDatabase.Claim, _ target: String) -> String {
        let who = claim.name.map { "\($0) (session \(claim.sessionID))" } ?? "session \(claim.sessionID)"
        let why = claim.reason.map { ": \($0)" } ?? ""
        let doing = beats.read(for: claim.holder).map { beat in
            " It is \(beat.activity.rawValue)\(beat.tool.map { " (\($0))" } ?? "") now."
        }
        return """
            parallel-cc: \(target) is claimed by \(who), which works in \(claim.worktree), since \(claim.takenAt)\(why).\
            \(doing ?? "") Nothing was written. Work on something else meanwhile, wait for it with \
            `parallel-cc claims take --file PATH --wait 600`, or ask the user, who can free it with \
            `parallel-cc claims release \(claim.id) --force`.
            """
    }

    /// In the form that Claude Code reads from a PreToolUse hook; the model gets the reason as the tool's error.
    private func say(_ reason: String) {
        let answer = """
            {"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny",\
            "permissionDecisionReason":\(JSONText.quoted(reason))}}

            """
        var rest = Array(answer.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
