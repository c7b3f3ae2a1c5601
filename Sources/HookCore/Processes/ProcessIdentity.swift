import Glibc

/// One process of this boot and pid namespace, told apart from a later one that got the same pid.
///
/// `exec` changes neither part, so a process keeps its identity when it becomes another program. Comparing identities of
/// different hosts or namespaces means nothing: see `HostIdentity`.
package struct ProcessIdentity: Hashable, Sendable {
    /// The pid as seen in this pid namespace.
    package let pid: Int32
    /// Clock ticks after boot at which the process started.
    package let startTime: UInt64

    package init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }

    /// The process that has `pid` now, or nil when there is none or it is a zombie.
    package static func read(pid: Int32) -> ProcessIdentity? {
        guard let stat = ProcessStat.read(pid: pid), !stat.isDead else { return nil }
        return ProcessIdentity(pid: pid, startTime: stat.startTime)
    }

    /// This process, or nil when `/proc` is not mounted.
    package static func current() -> ProcessIdentity? { read(pid: getpid()) }

    /// The parent's pid, or nil when there is no such process or it has no parent in this namespace.
    package static func parentPid(of pid: Int32) -> Int32? {
        guard let parent = ProcessStat.read(pid: pid)?.parent, parent > 0 else { return nil }
        return parent
    }

    /// The process with this pid still is the one that started then, and is no zombie.
    ///
    /// Where `/proc` cannot be read for another reason than that the process is gone (no descriptor is left, say), it counts
    /// as alive: taking it for dead would free what it holds.
    package var isAlive: Bool {
        errno = 0
        if let found = Self.read(pid: pid) { return found == self }
        return errno != 0 && errno != ENOENT && errno != ESRCH
    }
}
