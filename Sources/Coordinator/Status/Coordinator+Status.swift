internal import Exec
internal import GitKit
package import HookCore
internal import Store

extension Coordinator {
    /// Returns the present state of one repository or of all.
    /// - Parameters:
    ///   - repository: a common git directory; nil: all repositories.
    ///   - withWork: whether to ask git for the work in each session's worktree. That costs one `git status` each,
    ///     three at a time.
    package func status(repository: String?, withWork: Bool) throws(ParallelError) -> StatusReport {
        try reconcile()
        var report = StatusReport()
        report.warnings = configuration.warnings
        let all = try database.read { db throws(StoreError) in
            (try SessionTable.live(in: db), try SessionTable.lost(in: db), try WorktreeTable.all(in: db))
        }
        let isShown = { (commonDirectory: String) in repository == nil || commonDirectory.isSame(as: repository) }
        let beatsOf = Dictionary(grouping: beats.all(), by: \.process)
        let registry = Dictionary(context.nativeSessions().map { ($0.process, $0) }) { $1 }
        report.sessions = all.0.filter { isShown($0.repository) }.map {
            describe($0, beats: beatsOf[$0.process] ?? [], native: registry[$0.process])
        }
        report.lost = all.1.filter { isShown($0.repository) }.map { describe($0, beats: [], native: nil) }
        let held = Set(all.0.map { Name($0.worktreePath) })
        var strangers = try heldByStrangers(all.2.filter { isShown($0.repository) })
        let repositories = if let repository { [repository] } else { try knownRepositories() }
        for known in repositories {
            strangers.merge(try unknownHeldByStrangers(in: known)) { $1 }
        }
        report.worktrees = all.2.filter {
            isShown($0.repository) && !held.contains(Name($0.path)) && strangers[Name($0.path)] == nil
        }
        report.trash = try trash().filter { isShown($0.repository) }
        let survey = try rescueSurvey(in: repository)
        report.rescues = survey.rescues
        report.unreadable = survey.warnings
        report.warnings += survey.warnings
        report.warnings += strangers.sorted { $0.key < $1.key }.map { "\($0.key.text): \($0.value) works in it" }
        if withWork { try addWork(&report) }
        return report
    }

    private func describe(_ session: Session, beats: [Beat], native: NativeSession?) -> SessionStatus {
        let created = Timestamp(text: session.createdAt) ?? Timestamp(milliseconds: 0)
        let beat = beats.max { $0.time < $1.time }
        let last = beat.map { Timestamp(milliseconds: $0.time) } ?? created
        let age = context.now().milliseconds - last.milliseconds
        let own = beats.first { $0.agentID == nil }
        return SessionStatus(
            session: session, liveness: session.state == .lost ? .dead : liveness(session), lastHeartbeat: last,
            isStale: age > Int64(configuration.staleMinutes) * 60_000,
            activity: activity(registry: native?.activity, beat: own?.activity), tool: own?.tool,
            activitySince: own.map { Timestamp(milliseconds: $0.time) },
            isMainCheckout: !WorktreeAdministration.isLinked(session.worktreePath), work: nil)
    }

    /// Returns the activity. Claude Code's registry knows best whether a session works, waits or idles. Only a beat
    /// tells whether it is in a tool.
    private func activity(registry: Activity?, beat: Activity?) -> Activity? {
        guard let registry else { return beat }
        return registry == .busy && beat == .inTool ? .inTool : registry
    }

    private func addWork(_ report: inout StatusReport) throws(ParallelError) {
        let found = WorkInspector(git: git("/")).inspect(
            report.sessions.map { ($0.session.worktreePath, $0.session.repository) })
        for index in report.sessions.indices { report.sessions[index].work = found[index] }
    }
}

extension NativeSession {
    /// Claude Code's own word for the activity, as an `Activity`.
    fileprivate var activity: Activity? {
        switch status {
        case "busy": .busy
        case "idle": .idle
        case "waiting": .waiting
        default: nil
        }
    }
}
