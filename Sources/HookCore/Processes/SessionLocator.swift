/// Finds the session of a hook: by process, never by working directory.
package struct SessionLocator: Sendable {
    /// The session of a hook, or why there is none.
    package enum Finding: Hashable, Sendable {
        /// A known session. `actor` is the claude that took over from a registered shim (`Beat.actor`), else nil.
        case known(ProcessIdentity, actor: ProcessIdentity?)
        /// A claude that is not registered and runs inside no known session. It may be adopted.
        case unknown(ProcessIdentity)
        /// A claude started inside a known session, for example by its Bash tool: it shares that session's lease.
        case nested(in: ProcessIdentity)
        /// No claude can be found.
        case none
    }

    /// The number of ancestors that are looked at. A process tree deeper than that is broken or hostile.
    static let mostAncestors = 64

    private let beats: BeatDirectory

    /// A locator that knows the sessions with a beat in this folder.
    package init(beats: BeatDirectory) { self.beats = beats }

    /// Returns the session of a hook. `claudePid` is the value of `CLAUDE_PID` that Claude Code sets. Without it, the
    /// first known ancestor counts, `parent` first.
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

    /// Whether a claude has taken over from a registered process. A registered process that has never had a hook is a
    /// shim which started the real claude as its child. So is one whose claude is gone and was started again. A claude
    /// that runs tools has had hooks before any nested one.
    private func isTakenOver(_ ancestor: ProcessIdentity, by claude: ProcessIdentity) -> Bool {
        guard let beat = beats.read(for: ancestor) else { return false }
        if let actor = beat.actor { return actor == claude || !actor.isAlive }
        return beat.activity == .starting
    }
}
