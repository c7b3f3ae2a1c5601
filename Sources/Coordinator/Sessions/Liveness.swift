internal import Glibc
package import HookCore

/// The state of a session's process by the kernel's word. Heartbeats never decide it.
package enum Liveness: String, Sendable {
    case alive
    case dead
    /// The process belongs to another machine or pid namespace. It cannot be seen from here.
    case unknown
}

extension Coordinator {
    /// Returns whether the session's process, or the claude that it started and that took over, lives.
    package func liveness(_ session: Session) -> Liveness {
        guard let host = session.host else { return .dead }
        let process = liveness(session.process, on: host)
        guard process == .dead, host == context.host, let actor = beats.read(for: session.process)?.actor else {
            return process
        }
        return context.isAlive(actor) ? .alive : .dead
    }

    /// Returns whether a process lives, as far as it can be seen from here.
    func liveness(_ process: ProcessIdentity, on host: HostIdentity) -> Liveness {
        guard host.machineID == context.host.machineID else { return .unknown }
        // No process survives a boot of its machine. Machines without an id cannot be distinguished.
        guard host.bootID == context.host.bootID else { return host.machineID.isEmpty ? .unknown : .dead }
        guard host.pidNamespace == context.host.pidNamespace else { return .unknown }
        return context.isAlive(process) ? .alive : .dead
    }

    /// Whether the process that began an operation on a worktree is still working on it.
    package func isAtWork(_ worktree: WorktreeRecord) -> Bool {
        isAtWork(worktree.owner, bootID: worktree.ownerBootID, pidNamespace: worktree.ownerPidNamespace)
    }

    /// Whether the owner of any operation is still working on it.
    package func isAtWork(_ owner: ProcessIdentity?, bootID: String?, pidNamespace: UInt64?) -> Bool {
        guard let owner, bootID == context.host.bootID else { return false }
        if pidNamespace == context.host.pidNamespace { return context.isAlive(owner) }
        // The owner's container may be gone by now. No command of parallel-cc works for a day. Both start times count
        // ticks since the boot.
        let day = 86_400 * UInt64(sysconf(Int32(_SC_CLK_TCK)))
        return context.process.startTime < owner.startTime + day
    }
}
