internal import Glibc
internal import HookCore

/// Feeds a child's input and drains its outputs with one poll loop, until the child has ended.
struct StreamPump {
    enum End { case closed, timedOut, tooLong, interrupted }

    private(set) var output: [UInt8] = []
    private(set) var errorOutput: [UInt8] = []
    private var inputDescriptor: Int32
    private var outputDescriptor: Int32
    private var errorDescriptor: Int32
    private let inputBytes: [UInt8]
    private var inputOffset = 0
    private var deadline: Int64?
    private let isInterruptible: Bool
    private let mostOutput: Int
    private var end = End.closed
    private var chunk = [UInt8](repeating: 0, count: 65_536)

    init(pipes: ChildPipes, command: Command) {
        isInterruptible = command.isInterruptible
        mostOutput = command.mostOutput
        inputDescriptor = pipes.input
        outputDescriptor = pipes.output
        errorDescriptor = pipes.error
        if case .bytes(let bytes) = command.input { inputBytes = bytes } else { inputBytes = [] }
        deadline = command.timeoutMilliseconds.map { MonotonicClock.milliseconds() + Int64($0) }
        for descriptor in [inputDescriptor, outputDescriptor, errorDescriptor] where descriptor >= 0 {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
    }

    /// Runs until the child has ended, then reads what is left in its pipes. It does not wait for a grandchild that
    /// keeps a pipe open.
    mutating func run(pid: pid_t, until exit: borrowing ChildEnd) -> End {
        let previous = signal(SIGPIPE, SIG_IGN)
        defer {
            for descriptor in [inputDescriptor, outputDescriptor, errorDescriptor] where descriptor >= 0 {
                close(descriptor)
            }
            signal(SIGPIPE, previous)
        }
        while !pollOnce(exit) {
            enforceLimits(pid)
        }
        drainRest()
        return end
    }

    private mutating func enforceLimits(_ pid: pid_t) {
        let now = MonotonicClock.milliseconds()
        if end == .closed {
            if isInterruptible, Interruption.signal != nil {
                end = .interrupted
            } else if let deadline, now >= deadline {
                end = .timedOut
            } else if output.count > mostOutput {
                end = .tooLong
            } else {
                return
            }
            kill(pid, SIGTERM)
            deadline = now + 2_000
        } else if let deadline, now >= deadline {
            kill(pid, SIGKILL)
            self.deadline = nil
        }
    }

    /// The time to wait for events, in milliseconds. When another thread asks to stop, no signal ends the wait, so it
    /// is short.
    private var waitMilliseconds: Int32 {
        guard let deadline else { return isInterruptible ? 250 : -1 }
        return Int32(max(1, min(isInterruptible ? 250 : 60_000, deadline - MonotonicClock.milliseconds())))
    }

    /// Waits for events once, and feeds and drains.
    /// - Returns: whether the child has ended.
    private mutating func pollOnce(_ exit: borrowing ChildEnd) -> Bool {
        var polls = [
            pollfd(fd: exit.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: outputDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: inputDescriptor, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&polls, nfds_t(polls.count), exit.wait(atMost: waitMilliseconds)) > 0 else { return exit.hasCome }
        if polls[1].revents != 0 { outputDescriptor = drain(outputDescriptor, into: \.output) }
        if polls[2].revents != 0 { errorDescriptor = drain(errorDescriptor, into: \.errorOutput) }
        if polls[3].revents != 0 { feed() }
        return exit.descriptor < 0 ? exit.hasCome : polls[0].revents != 0
    }

    private mutating func drainRest() {
        for (descriptor, sink) in [(outputDescriptor, \Self.output), (errorDescriptor, \Self.errorOutput)] {
            var count = descriptor < 0 ? 0 : 1
            while count > 0 {
                count = read(descriptor, &chunk, chunk.count)
                if count > 0 { keep(count, in: sink) }
            }
        }
    }

    private mutating func drain(_ descriptor: Int32, into sink: WritableKeyPath<Self, [UInt8]>) -> Int32 {
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 {
            keep(count, in: sink)
            return descriptor
        }
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return descriptor }
        close(descriptor)
        return -1
    }

    /// Keeps what was read. The further output of a child that is being ended is of no use, nor are endless complaints.
    private mutating func keep(_ count: Int, in sink: WritableKeyPath<Self, [UInt8]>) {
        if self[keyPath: sink].count <= mostOutput { self[keyPath: sink].append(contentsOf: chunk[..<count]) }
    }

    private mutating func feed() {
        let rest = inputBytes.count - inputOffset
        let count = inputBytes.withUnsafeBytes { bytes in
            rest == 0 ? 0 : write(inputDescriptor, bytes.baseAddress?.advanced(by: inputOffset), rest)
        }
        if count > 0 { inputOffset += count }
        let isBroken = count < 0 && errno != EAGAIN && errno != EINTR
        if isBroken || inputOffset == inputBytes.count {
            close(inputDescriptor)
            inputDescriptor = -1
        }
    }
}
