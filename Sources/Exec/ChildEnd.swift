internal import CSystem
internal import Glibc
internal import HookCore

/// Tells when a child has ended, without reaping it.
struct ChildEnd: ~Copyable {
    private let pid: pid_t
    /// The descriptor that becomes readable when the child ends. It is -1 where the system gives none: no descriptor is
    /// left, or the kernel is too old or forbids the call. `poll` leaves out such an entry.
    let descriptor: Int32

    /// The time in milliseconds after which the caller asks again, when nothing tells it of the end.
    private static let interval: Int32 = 20

    /// Asks for a descriptor.
    init(of pid: pid_t) { self.init(of: pid, descriptor: csystem_pidfd_open(pid)) }

    /// Takes over a descriptor, or -1.
    init(of pid: pid_t, descriptor: Int32) {
        self.pid = pid
        self.descriptor = descriptor
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Returns a time to wait for events, in milliseconds, or a shorter one. -1 is for ever.
    func wait(atMost milliseconds: Int32) -> Int32 {
        if descriptor >= 0 { return milliseconds }
        return milliseconds < 0 ? Self.interval : min(milliseconds, Self.interval)
    }

    /// Whether the child has ended; true also where it is no child of ours (any more).
    var hasCome: Bool {
        var info = siginfo_t()
        let answer = waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT)
        return answer == 0 ? info.si_signo == SIGCHLD : errno != EINTR
    }

    /// Waits for the end.
    /// - Returns: false where the time is over.
    func await(milliseconds: Int64) -> Bool {
        let deadline = MonotonicClock.milliseconds() + milliseconds
        while !hasCome {
            let rest = deadline - MonotonicClock.milliseconds()
            if rest <= 0 { return false }
            var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&event, 1, wait(atMost: Int32(min(rest, 60_000))))
        }
        return true
    }
}
