internal import Exec
internal import Glibc
package import HTTPClient
package import HookCore

/// The model proxy: lets Claude Code in a sandbox without a network reach the model API, and only that.
///
/// Clients come to a unix socket, with a placeholder for a credential. The proxy puts the real one in its place and
/// sends the request on. It keeps no content, and shows no credential.
package final class ModelProxy: Sendable {
    private let socket: String
    private let setup: ProxySetup

    /// A proxy that does not listen yet.
    /// - Parameters:
    ///   - socket: the path of the unix socket, in a folder that is mounted into sandboxes. The folder around that one
    ///     must be the user's alone. Both are made where they are missing.
    ///   - upstream: the server of the model API.
    ///   - credentials: called for each request, on any thread.
    ///   - observe: called after each request, on any thread.
    ///   - log: called with a line for whatever went wrong, on any thread.
    package init(
        socket: String, upstream: HTTPEndpoint,
        credentials: @escaping @Sendable () throws(ParallelError) -> ModelCredential,
        limits: ProxyLimits = ProxyLimits(), observe: @escaping @Sendable (RequestObservation) -> Void = { _ in },
        log: @escaping @Sendable (String) -> Void
    ) {
        self.socket = socket
        setup = ProxySetup(
            endpoint: upstream, credentials: credentials, limits: limits,
            connections: ConnectionSet(limit: limits.connections),
            record: ProxyRecord(log: ProxyLog(log), observe: observe))
    }

    /// The counts so far.
    package var status: ProxyStatus {
        var status = setup.record.status
        status.connections = setup.connections.open
        return status
    }

    /// Listens and serves until it is asked to end. Ends all connections then. To be called once.
    /// - Parameters:
    ///   - isReady: called once the socket is there.
    ///   - isAsked: whether to end; asked four times a second, and whenever a signal comes.
    /// - Throws: `.cannotListen`, `.proxyRuns`.
    package func run(
        isReady: () -> Void = {}, until isAsked: () -> Bool
    ) throws(ParallelError) {
        let listener = try ProxySocket(at: socket)
        isReady()
        while !isAsked() {
            var state = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&state, 1, 250) > 0 { accept(from: listener.descriptor) }
        }
        setup.connections.closeAll(patience: 5_000)
    }

    /// Takes in one client.
    private func accept(from listener: Int32) {
        let descriptor = accept4(listener, __SOCKADDR_ARG(__sockaddr__: nil), nil, Int32(SOCK_CLOEXEC.rawValue))
        guard descriptor >= 0 else {
            // Descriptors or memory are used up; the client waits meanwhile.
            if ![EINTR, EAGAIN, ECONNABORTED].contains(errno) {
                setup.record.log.add("a client cannot be taken in: \(String(cString: strerror(errno)))")
                usleep(100_000)
            }
            return
        }
        let client = ClientSocket(descriptor: descriptor)
        guard let number = setup.connections.admit(descriptor) else {
            refuse(client)
            close(descriptor)
            return
        }
        let connection = Connection(number: number, socket: client, proxy: setup)
        let hasStarted = DetachedThread.start {
            connection.serve()
            connection.proxy.connections.remove(number)
        }
        if !hasStarted {
            refuse(client)
            setup.connections.remove(number)
        }
    }

    /// Tells a client that there are too many.
    private func refuse(_ client: ClientSocket) {
        setup.record.log.add("a client was refused: there are too many")
        var writer = AnswerWriter(client, pause: 0, keepsConnection: false)
        let error = APIError(status: 529, message: "too many connections of sandboxes", isWorthRetrying: true)
        try? writer.answer(error)
    }
}
