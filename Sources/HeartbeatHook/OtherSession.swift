import HookCore

/// Another session, as the database knows it.
struct OtherSession {
    let sessionID: String
    let name: String?
    let worktree: String
    let process: ProcessIdentity
    let bootID: String
    let pidNamespace: UInt64
    /// Nil where it was not written down.
    let machineID: String?

    /// "Login (session 7f…), which works in /srv/shop-worktrees/parallel-…".
    var introduction: String { "\(shortName), which works in \(worktree)" }

    /// "Login (session 7f…)".
    var shortName: String { name.map { "\($0) (session \(sessionID))" } ?? "session \(sessionID)" }

    /// A process of another machine or pid namespace cannot be seen, so it counts as living; one of an earlier boot of this
    /// machine is gone.
    func isAlive(_ beats: BeatDirectory) -> Bool {
        guard bootID == HostIdentity.currentBootID() else {
            return machineID.map { $0 != HostIdentity.currentMachineID() } ?? false
        }
        if pidNamespace != HostIdentity.currentPidNamespace() || process.isAlive { return true }
        return beats.read(for: process)?.actor?.isAlive ?? false
    }

    /// " It is in-tool (Bash) now."; empty where it does not say.
    func doing(_ beats: BeatDirectory) -> String {
        let beat = beats.read(for: process)
        return beat.map { " It is \($0.activity.rawValue)\($0.tool.map { " (\($0))" } ?? "") now." } ?? ""
    }
}
