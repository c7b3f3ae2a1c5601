import HookCore

/// Refuses a Bash command that would take a stash entry from another living session, and pins every entry before one is
/// taken: worktrees share one stash list. On any failure of ours the command runs.
struct StashGuard {
    let dataDirectory: String
    let beats: BeatDirectory

    /// An entry that must not be taken, and its number before the command begins.
    private struct Obstacle {
        let act: StashAct
        let number: Int
        let entry: StashLog.Entry
        let owner: KnownSession
    }

    /// A change to the stash, and the worktree in which it would be made.
    private struct LocatedAct {
        let act: StashAct
        let location: ClaimLocation
    }

    /// Refuses the line if one of its commands would take an entry of another session.
    /// - Parameters:
    ///   - start: the directory where the line begins.
    ///   - session: the process whose own entries may be taken.
    func judge(_ calls: [ShellCall], at start: String, by session: ProcessIdentity, into answer: inout Answer) {
        // Where a directory is in no repository, `cd` most likely fails and the shell stays where it was.
        let acts = StashAct.find(in: calls).map {
            (act: $0, location: ClaimLocation.around($0.directory) ?? ClaimLocation.around(start))
        }
        for repository in acts.compactMap(\.location?.repository).distinctNames {
            let own = acts.compactMap { act, location in
                location.flatMap { $0.repository.isSame(as: repository) ? LocatedAct(act: act, location: $0) : nil }
            }
            guard own.contains(where: { $0.act.kind != .push }) else { continue }
            if let denial = judge(own, in: repository, session: session) {
                answer.denial = denial
                return
            }
        }
    }

    private func judge(_ acts: [LocatedAct], in repository: String, session: ProcessIdentity) -> String? {
        let entries = StashPinner(commonDirectory: repository).keepAll()
        guard !entries.isEmpty, let location = acts.first?.location,
            GuardMode.find(location, dataDirectory: dataDirectory) != .off,
            let database = HookDatabase(dataDirectory: dataDirectory)
        else { return nil }
        let sessions = database.sessions(in: repository).filter { $0.session.isAlive(beats) }
        let mine = sessions.filter { $0.session.process == session }.reduce(into: Set<Name>()) {
            $0.formUnion($1.branches)
        }
        let others = sessions.filter { $0.session.process != session }.map {
            ($0.session, $0.branches)
        }
        guard !others.isEmpty else { return nil }
        // A branch that is checked out where no other session lives counts as the session's own.
        let own = acts.reduce(into: mine) { own, act in
            guard !others.contains(where: { $0.0.worktree.isSame(as: act.location.root) }) else { return }
            if let branch = CheckedOut.branch(at: act.location.root) { own.insert(Name(branch)) }
        }
        guard let obstacle = obstacle(acts.map(\.act), entries: entries, mine: own, others: others) else { return nil }
        return refusal(obstacle, entries: entries, mine: own)
    }

    /// Goes through the command as git would: an entry that the command itself stashes lies on top, and is its own.
    private func obstacle(
        _ acts: [StashAct], entries: [StashLog.Entry], mine: Set<Name>,
        others: [(owner: KnownSession, branches: Set<Name>)]
    ) -> Obstacle? {
        var list: [(number: Int, entry: StashLog.Entry)?] = entries.enumerated().map { ($0.offset, $0.element) }
        for act in acts {
            var taken: [(number: Int, entry: StashLog.Entry)?] = []
            switch act.kind {
            case .push: list.insert(nil, at: 0)
            case .take(let number):
                guard let number, list.indices.contains(number) else { continue }
                taken = [list.remove(at: number)]
            case .clear: (taken, list) = (list, [])
            }
            for case let found? in taken {
                guard let branch = found.entry.branch.map(Name.init), !mine.contains(branch),
                    let owner = others.first(where: { $0.branches.contains(branch) })?.owner
                else { continue }
                return Obstacle(act: act, number: found.number, entry: found.entry, owner: owner)
            }
        }
        return nil
    }

    private func refusal(_ obstacle: Obstacle, entries: [StashLog.Entry], mine: Set<Name>) -> String {
        let own = entries.firstIndex { $0.branch.map { mine.contains(Name($0)) } ?? false }
        let verb = obstacle.act.kind == .clear ? "git stash drop" : obstacle.act.command
        let way =
            own.map { "Your own newest entry is stash@{\($0)}: `\(verb) stash@{\($0)}`." }
            ?? "None of the entries is yours: `git stash list`."
        return """
            parallel-cc: `\(obstacle.act.command)` would take stash@{\(obstacle.number)} ("\(obstacle.entry.message)") \
            from \(obstacle.owner.introduction): all worktrees share one stash list. Nothing was run. \(way)
            """
    }
}
