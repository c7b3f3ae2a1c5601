internal import Glibc

/// The thread that works at calls, one after the other.
final class Worker: Sendable {
    private let server: Server
    /// Closed when there is nothing more to do.
    private let finished: Int32

    init(server: Server, finished: Int32) {
        self.server = server
        self.finished = finished
    }

    /// - Returns: false when there is no thread to be had.
    func start() -> Bool {
        var thread = pthread_t()
        let own = Unmanaged.passRetained(self)
        let failure = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Worker>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, own.toOpaque())
        if failure == 0 { pthread_detach(thread) } else { own.release() }
        return failure == 0
    }

    private func run() {
        leaveSignalsToReader()
        while !server.writer.isBroken, let job = server.queue.next() { server.work(job) }
        close(finished)
    }

    /// So that a signal ends the reader's wait.
    private func leaveSignalsToReader() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
