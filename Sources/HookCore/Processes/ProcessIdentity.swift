import Glibc

/// A process of this boot and pid namespace, distinguished from a later one with the same pid.
///
/// `exec` changes neither part, so a process keeps its identity when it becomes another program. Comparing identities
/// of different hosts or namespaces means nothing: see `HostIdentity`.
package struct ProcessIdentity: Hashable, Sendable {
    /// The pid in this pid namespace.
    package let pid: Int32
    /// The time at which the process started, in clock ticks after boot.
    package let startTime: UInt64

    /// An identity that was stored before.
    package init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }

    /// Returns the process that has `pid` now; nil when there is none or it is a zombie.
    package static func read(pid: Int32) -> ProcessIdentity? {
        guard let stat = ProcessStat.read(pid: pid), !stat.isDead else { return nil }
        return ProcessIdentity(pid: pid, startTime: stat.startTime)
    }

    /// Returns this process; nil when `/proc` is not mounted.
    package static func current() -> ProcessIdentity? { read(pid: getpid()) }

    /// Returns the parent's pid; nil when there is no such process or it has no parent in this namespace.
    package static func parentPid(of pid: Int32) -> Int32? {
        guard let parent = ProcessStat.read(pid: pid)?.parent, parent > 0 else { return nil }
        return parent
    }

    /// Whether the process with this pid still is the one that started then, and is no zombie.
    ///
    /// If `/proc` cannot be read for another reason than that the process is gone (for example, no descriptor is left),
    /// the process counts as alive: taking it for dead would free what it holds.
    package var isAlive: Bool {
        errno = 0
        if let found = Self.read(pid: pid) { return found == self }
        return errno != 0 && errno != ENOENT && errno != ESRCH
    }
}
