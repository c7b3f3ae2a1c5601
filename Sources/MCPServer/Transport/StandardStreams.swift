internal import Glibc
internal import HookCore

/// The transport: one message per line on standard input and output, which carry nothing else.
///
/// The calling thread reads, and answers requests that need no work. A second one works at the calls, so that a call
/// can be cancelled while it runs. Calls that only wait have threads of their own.
package enum StandardStreams {
    /// The time between two progress notifications of a long call, in milliseconds.
    private static let progressInterval: Int64 = 5_000

    /// Answers until the input ends, the output cannot be written, or a signal asks to end. A signal ends begun calls
    /// in order; after the end of the input they are still answered, while the client lives.
    package static func serve(_ context: MCPContext) {
        let server = Server(context)
        var finished: [Int32] = [-1, -1]
        guard pipe(&finished) == 0 else { return }
        defer { close(finished[0]) }
        for descriptor in finished { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let done = finished[1]
        let isWorking = ServerThread.start {
            server.work()
            close(done)
        }
        guard isWorking else { return }
        read(server, finished: finished[0])
        server.queue.close()
        finish(server, finished: finished[0])
    }

    private static func read(_ server: Server, finished: Int32) {
        var reader = LineReader()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var lastTick = MonotonicClock.milliseconds()
        var lastAct = lastTick
        while !server.isEnding {
            let now = MonotonicClock.milliseconds()
            if server.queue.hasWork, now - lastTick >= progressInterval {
                server.queue.tick()
                lastTick = now
            }
            if !server.queue.isBusy, now - lastAct >= server.restInterval {
                server.rest()
                lastAct = now
            }
            let untilRest = server.queue.isBusy ? progressInterval : server.restInterval - (now - lastAct)
            let timeout = server.queue.hasWork ? min(progressInterval, untilRest) : untilRest
            var polls = [
                pollfd(fd: 0, events: Int16(POLLIN), revents: 0), pollfd(fd: finished, events: 0, revents: 0),
            ]
            let ready = poll(&polls, 2, Int32(max(0, timeout)))
            if polls[1].revents != 0 { return }
            guard ready > 0 else { continue }
            lastAct = MonotonicClock.milliseconds()
            let count = Glibc.read(0, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            for line in reader.take(chunk[..<count]) { server.receive(line) }
        }
        server.receive(.message(reader.rest()))
    }

    /// Waits for the worker. The client may have died meanwhile.
    private static func finish(_ server: Server, finished: Int32) {
        var polls = [pollfd(fd: finished, events: 0, revents: 0)]
        while polls[0].revents == 0 {
            if server.isEnding || server.isOrphaned { server.queue.abandon() }
            poll(&polls, 1, 200)
        }
    }
}
