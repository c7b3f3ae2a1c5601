internal import Glibc
package import HookCore

/// What the kernel says of a session. Heartbeats never decide this.
package enum Liveness: String, Sendable {
    case alive
    case dead
    /// The process belongs to another machine or pid namespace: we cannot see it, so we do not judge it.
    case unknown
}

extension Coordinator {
    /// Whether the session's process, or the claude that it started and that took over, lives.
    package func liveness(_ session: Session) -> Liveness {
        guard let host = session.host else { return .dead }
        let process = liveness(session.process, on: host)
        guard process == .dead, host == context.host, let actor = beats.read(for: session.process)?.actor else {
            return process
        }
        return context.isAlive(actor) ? .alive : .dead
    }

    /// Whether a process lives, as far as it can be seen from here.
    func liveness(_ process: ProcessIdentity, on host: HostIdentity) -> Liveness {
        guard host.machineID == context.host.machineID else { return .unknown }
        // Same machine, other boot: no process survives that. Machines without an id cannot be told apart.
        guard host.bootID == context.host.bootID else { return host.machineID.isEmpty ? .unknown : .dead }
        guard host.pidNamespace == context.host.pidNamespace else { return .unknown }
        return context.isAlive(process) ? .alive : .dead
    }

    /// Whether whoever began an operation on a worktree is still at it.
    package func isAtWork(_ worktree: WorktreeRecord) -> Bool {
        isAtWork(worktree.owner, bootID: worktree.ownerBootID, pidNamespace: worktree.ownerPidNamespace)
    }

    /// The same of anything that has an owner.
    package func isAtWork(_ owner: ProcessIdentity?, bootID: String?, pidNamespace: UInt64?) -> Bool {
        guard let owner, bootID == context.host.bootID else { return false }
        if pidNamespace == context.host.pidNamespace { return context.isAlive(owner) }
        // A container that may be gone by now: no command of ours works for a day. Both count ticks since the boot.
        let day = 86_400 * UInt64(sysconf(Int32(_SC_CLK_TCK)))
        return context.process.startTime < owner.startTime + day
    }
}
