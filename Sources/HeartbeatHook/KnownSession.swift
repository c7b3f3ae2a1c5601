import HookCore

/// A session, as the database knows it.
struct KnownSession {
    let sessionID: String
    let name: String?
    let worktree: String
    let process: ProcessIdentity
    let bootID: String
    let pidNamespace: UInt64
    /// The machine's id; nil where it was not written down.
    let machineID: String?

    /// A text such as "Login (session 7f…), which works in /srv/shop-worktrees/parallel-…".
    var introduction: String { "\(shortName), which works in \(worktree)" }

    /// A text such as "Login (session 7f…)".
    var shortName: String { name.map { "\($0) (session \(sessionID))" } ?? "session \(sessionID)" }

    /// Whether the session counts as living. A process of another machine or pid namespace cannot be seen, so it counts
    /// as living; a process of an earlier boot of this machine is gone.
    func isAlive(_ beats: BeatDirectory) -> Bool {
        guard bootID == HostIdentity.currentBootID() else {
            return machineID.map { $0 != HostIdentity.currentMachineID() } ?? false
        }
        if pidNamespace != HostIdentity.currentPidNamespace() || process.isAlive { return true }
        return beats.read(for: process)?.actor?.isAlive ?? false
    }

    /// Returns " It is in-tool (Bash) now." with the activity of the last beat; empty where there is no beat.
    func doing(_ beats: BeatDirectory) -> String {
        let beat = beats.read(for: process)
        return beat.map { " It is \($0.activity.rawValue)\($0.tool.map { " (\($0))" } ?? "") now." } ?? ""
    }
}
