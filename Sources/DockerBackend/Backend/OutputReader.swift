internal import Glibc
internal import HTTPClient
internal import HookCore

/// Reads what a container prints, on a thread of its own, which can be told to end while the receiver rests. A
/// connection that is open and not read would hold up each call that ends the container.
final class OutputReader: @unchecked Sendable {
    /// What comes first through the pipe: a byte that says that nothing is missed any more.
    private static let attached: UInt8 = 1
    /// How often the thread looks whether it should end, in milliseconds.
    private static let interval: Int32 = 200

    private let engine: DockerEngine
    private let id: String
    private let transfer: OpenTransfers.Transfer
    private let input: Int32
    private let output: Int32
    private var thread = pthread_t()
    /// Belongs to the thread, and after its end to whoever waited for it.
    private var result: Result<Void, ParallelError> = .success(())

    /// Attaches to a container.
    init(_ engine: DockerEngine, of id: String, transfer: OpenTransfers.Transfer) throws(ParallelError) {
        self.engine = engine.cancelled { transfer.isClosed }
        (self.id, self.transfer) = (id, transfer)
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Self.failure(id)
        }
        (output, input) = (ends[0], ends[1])
        let me = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { data in
                data.map { Unmanaged<OutputReader>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            }, me.toOpaque())
        guard code == 0 else {
            me.release()
            close(input)
            errno = code
            throw Self.failure(id)
        }
    }

    deinit { close(output) }

    /// Hands over everything to the end of the connection, on the caller's thread.
    func readAll(
        attached: () throws(ParallelError) -> Void, receive: (UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        do throws(ParallelError) {
            try take(attached: attached, receive: receive)
        } catch {
            transfer.close()
            shutdown(output, Int32(SHUT_RDWR))
            pthread_join(thread, nil)
            throw error
        }
        pthread_join(thread, nil)
        try result.get()
    }

    private func take(
        attached: () throws(ParallelError) -> Void, receive: (UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { buffer.deallocate() }
        var isAttached = false
        while true {
            let count = read(output, buffer.baseAddress, isAttached ? buffer.count : 1)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            if isAttached {
                try receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            } else {
                isAttached = true
                try attached()
            }
        }
    }

    // MARK: - The thread

    private func run() {
        result = Result { () throws(ParallelError) in
            try engine.attach(to: id) { () throws(ParallelError) in
                var mark = Self.attached
                try withUnsafeBytes(of: &mark) { (bytes) throws(ParallelError) in try pass(bytes) }
            } receive: { (piece) throws(ParallelError) in
                try pass(piece)
            }
        }
        close(input)
    }

    /// Writes to the pipe, and waits for room in it no longer than the transfer is open.
    private func pass(_ piece: UnsafeRawBufferPointer) throws(ParallelError) {
        var rest = piece[...]
        while !rest.isEmpty {
            let bytes = UnsafeRawBufferPointer(rebasing: rest)
            let count = send(input, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
            rest = rest.dropFirst(max(0, count))
            if count >= 0 || errno == EINTR { continue }
            guard errno == EAGAIN, !transfer.isClosed else { throw Self.failure(id) }
            var room = pollfd(fd: input, events: Int16(POLLOUT), revents: 0)
            poll(&room, 1, Self.interval)
        }
    }

    private static func failure(_ id: String) -> ParallelError {
        ParallelError(
            .cancelled, operation: "follow sandbox", subject: id, message: "its output is not read any more",
            cause: String(cString: strerror(errno)))
    }
}
