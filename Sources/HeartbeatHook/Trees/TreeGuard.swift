import Glibc
import HookCore

/// Refuses a line of shell that would destroy files in the tree of another living session. On any failure of ours the
/// line runs.
struct TreeGuard {
    let dataDirectory: String
    let beats: BeatDirectory

    /// Refuses the line if one of its acts hits another session's tree.
    /// - Parameters:
    ///   - directory: the directory where the line begins. Its tree counts as own while the session is not registered
    ///     yet.
    ///   - session: the process that may do what it likes in its own tree.
    func judge(
        _ calls: [ShellCall], at directory: String, by session: ProcessIdentity, into answer: inout Answer
    ) {
        let acts = TreeAct.find(in: calls).filter { act in act.condition.map { access($0.text, F_OK) == 0 } ?? true }
        guard !acts.isEmpty, let database = HookDatabase(dataDirectory: dataDirectory) else { return }
        let living = database.living()
        let mine = living.filter { $0.session.process == session }.map { Name($0.session.worktree) }
        let others = living.filter { $0.session.process != session }
        if others.isEmpty { return }
        let own = mine.isEmpty ? [ClaimLocation.around(directory)?.root].compactMap { $0.map(Name.init) } : mine
        var trees = LivingTrees(own: Set(own), others: others, beats: beats)
        for act in acts {
            guard let (holder, root) = trees.hit(by: act), isGuarded(root) else { continue }
            answer.denial = refusal(act, holder: holder, below: root)
            return
        }
    }

    private func isGuarded(_ root: String) -> Bool {
        ClaimLocation.around(root).map { GuardMode.find($0, dataDirectory: dataDirectory) != .off } ?? true
    }

    private func refusal(_ act: TreeAct, holder: KnownSession, below root: String) -> String {
        let location = root.isSame(as: holder.worktree) ? "" : " in \(root)"
        return """
            parallel-cc: `\(act.command)` would throw away what \(holder.introduction), has\(location).\
            \(holder.doing(beats)) Nothing was run. Do it in your own worktree only, or ask: \
            `parallel-cc messages send --to \(holder.sessionID) TEXT`. If the user wants it all the same, let the user \
            run it in a terminal, or switch the guard off: `parallel-cc config set guard.mode off`.
            """
    }
}
