internal import Exec
internal import Files
internal import Glibc
package import HookCore

/// The model proxy: lets Claude Code in sandboxes without a network reach the model API, and only that.
///
/// Clients come to a unix socket with the token of their task. The proxy puts the real credential in its place and
/// sends the request on. It keeps no content, and shows no credential. Commands tell it of their tasks at another
/// socket.
package final class ModelProxy: Sendable {
    private let folder: ProxyFolder
    private let setup: ProxySetup
    /// The connections of commands.
    private let commands = ConnectionSet(limit: 1_024)

    /// A proxy that does not listen yet.
    /// - Parameters:
    ///   - observe: called after each request, on any thread.
    ///   - log: called with a line for whatever went wrong, on any thread.
    package init(
        folder: ProxyFolder, limits: ProxyLimits = ProxyLimits(),
        observe: @escaping @Sendable (RequestObservation) -> Void = { _ in }, log: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        setup = ProxySetup(
            tasks: TaskRegistry(), limits: limits, connections: ConnectionSet(limit: limits.connections),
            record: ProxyRecord(log: ProxyLog(log), observe: observe))
    }

    /// The tasks that it serves.
    var tasks: TaskRegistry { setup.tasks }

    /// The counts so far.
    package var status: ProxyStatus {
        var status = setup.record.status
        status.connections = setup.connections.open
        return status
    }

    /// Listens and serves until it is asked to end, has had no task and no connection for a while, or its folder was
    /// deleted. Ends all connections then. To be called once.
    /// - Parameters:
    ///   - isReady: called once the sockets are there.
    ///   - isAsked: whether to end; asked four times a second, and whenever a signal comes.
    /// - Throws: `.cannotListen`, `.proxyRuns`.
    package func run(isReady: () -> Void = {}, until isAsked: () -> Bool) throws(ParallelError) {
        try folder.make()
        try folder.locked { () throws(ParallelError) in
            // Commands come to a proxy that sandboxes reach already.
            let sandboxes = try UnixListener(at: folder.socket, mode: 0o666)
            let commands = try UnixListener(at: folder.control, mode: 0o600)
            isReady()
            serve(sandboxes, commands: commands, until: isAsked)
        }
    }

    private func serve(
        _ sandboxes: borrowing UnixListener, commands: borrowing UnixListener, until isAsked: () -> Bool
    ) {
        var lastUse = MonotonicClock.milliseconds()
        // Where the folder was deleted, no command finds this proxy any more.
        while !isAsked(), FileAccess.exists(folder.control) {
            let descriptors = [sandboxes.descriptor, commands.descriptor]
            var states = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            if poll(&states, 2, Int32(clamping: min(250, setup.limits.unusedTime))) > 0 {
                if states[0].revents != 0 { acceptSandbox(from: descriptors[0]) }
                if states[1].revents != 0 { acceptCommand(from: descriptors[1]) }
            }
            let now = MonotonicClock.milliseconds()
            if isUsed { lastUse = now }
            if now - lastUse > setup.limits.unusedTime { return }
        }
        self.commands.closeAll(patience: 1_000)
        setup.connections.closeAll(patience: 5_000)
    }

    private var isUsed: Bool { commands.open > 0 || setup.connections.open > 0 || !setup.tasks.isEmpty }

    // MARK: - Taking in

    private func acceptSandbox(from listener: Int32) {
        guard let client = accept(from: listener) else { return }
        let setup = setup
        let isServed = serve(client, in: setup.connections) { number in
            Connection(number: number, socket: client, proxy: setup).serve()
        }
        if !isServed { refuse(client) }
    }

    private func acceptCommand(from listener: Int32) {
        guard let client = accept(from: listener) else { return }
        let (setup, commands) = (setup, commands)
        let isServed = serve(client, in: commands) { number in
            commands.set(number, isIdle: false)
            ControlSession(socket: client, proxy: setup).serve()
        }
        // The command tries again.
        if !isServed { close(client.descriptor) }
    }

    private func accept(from listener: Int32) -> ClientSocket? {
        let descriptor = accept4(listener, __SOCKADDR_ARG(__sockaddr__: nil), nil, Int32(SOCK_CLOEXEC.rawValue))
        if descriptor >= 0 { return ClientSocket(descriptor: descriptor) }
        // Descriptors or memory are used up; the client waits meanwhile.
        if ![EINTR, EAGAIN, ECONNABORTED].contains(errno) {
            setup.record.log.add("a client cannot be taken in: \(String(cString: strerror(errno)))")
            usleep(100_000)
        }
        return nil
    }

    /// Serves one client on a thread of its own, and closes its connection then.
    /// - Returns: whether there is room for it. Else the connection is still the caller's.
    private func serve(
        _ client: ClientSocket, in connections: ConnectionSet, body: @escaping @Sendable (_ number: Int) -> Void
    ) -> Bool {
        guard let number = connections.admit(client.descriptor) else { return false }
        let hasStarted = DetachedThread.start {
            body(number)
            connections.remove(number)
        }
        if !hasStarted { connections.forget(number) }
        return hasStarted
    }

    /// Tells a client that there are too many, and closes its connection.
    private func refuse(_ client: ClientSocket) {
        setup.record.log.add("a client was refused: there are too many")
        var writer = AnswerWriter(client, pause: 0, keepsConnection: false)
        let error = APIError(status: 529, message: "too many connections of sandboxes", isWorthRetrying: true)
        try? writer.answer(error)
        close(client.descriptor)
    }
}
