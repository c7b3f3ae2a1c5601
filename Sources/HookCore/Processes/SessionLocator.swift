/// Finds the session that a hook speaks for: by process, never by working directory.
package struct SessionLocator: Sendable {
    /// Whose hook this is.
    package enum Finding: Hashable, Sendable {
        /// A known session. `actor` is the claude that took over from a registered shim (`Beat.actor`), else nil.
        case known(ProcessIdentity, actor: ProcessIdentity?)
        /// A claude that nobody has registered and that runs inside no known session: it may be adopted.
        case unknown(ProcessIdentity)
        /// A claude started inside a known session, for example by its Bash tool: it shares that session's lease.
        case nested(in: ProcessIdentity)
        /// No claude can be told.
        case none
    }

    /// How many ancestors are looked at; a process tree deeper than that is broken or hostile.
    static let mostAncestors = 64

    private let beats: BeatDirectory

    package init(beats: BeatDirectory) { self.beats = beats }

    /// `claudePid` is what Claude Code puts into `CLAUDE_PID`; without it the first known ancestor, `parent` first, counts.
    package func find(claudePid: Int32?, parent: Int32) -> Finding {
        guard let claudePid else {
            return firstKnownAncestor(from: parent).map { .known($0, actor: nil) } ?? .none
        }
        guard let stat = ProcessStat.read(pid: claudePid), !stat.isDead else { return .none }
        let claude = ProcessIdentity(pid: claudePid, startTime: stat.startTime)
        if beats.exists(for: claude) { return .known(claude, actor: nil) }
        guard let ancestor = firstKnownAncestor(from: stat.parent) else { return .unknown(claude) }
        return isTakenOver(ancestor, by: claude) ? .known(ancestor, actor: claude) : .nested(in: ancestor)
    }

    private func firstKnownAncestor(from pid: Int32) -> ProcessIdentity? {
        var pid = pid
        for _ in 0..<Self.mostAncestors {
            guard pid > 0, let stat = ProcessStat.read(pid: pid) else { return nil }
            let process = ProcessIdentity(pid: pid, startTime: stat.startTime)
            if beats.exists(for: process) { return process }
            pid = stat.parent
        }
        return nil
    }

    /// A registered process that no hook has ever spoken for is a shim which started the real claude as its child; so is
    /// one whose claude is gone and was started again. A claude that runs tools has been heard before any nested one.
    private func isTakenOver(_ ancestor: ProcessIdentity, by claude: ProcessIdentity) -> Bool {
        guard let beat = beats.read(for: ancestor) else { return false }
        if let actor = beat.actor { return actor == claude || !actor.isAlive }
        return beat.activity == .starting
    }
}
