import Glibc

/// Keeps the hook from ever hanging or ending with anything but status 0.
enum ProcessGuard {
    /// The time that standard input may take.
    static let inputMilliseconds: Int64 = 2_000
    /// The time after which the process ends in any case, for example while it waits for a network disk.
    private static let processSeconds: UInt32 = 4

    private static let fatal = [
        SIGALRM, SIGXFSZ, SIGXCPU, SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGPIPE, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS,
        SIGSEGV,
    ]

    /// Ends the process with status 0 on a time-out, a write beyond the file size limit, a request to stop, and even on
    /// a fault of our own: Claude Code would show the user an error that has nothing to do with their work.
    static func guardProcess() {
        for number in fatal { signal(number) { _ in _exit(0) } }
        alarm(processSeconds)
    }
}
