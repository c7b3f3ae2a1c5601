internal import CommandLineKit
internal import Dispatch
internal import Exec
internal import Files
internal import HookCore
internal import ModelProxy
internal import Sandbox
internal import Synchronization
internal import Wiring

/// The way to the model for sandboxes without a network: a proxy of ours on the host that adds the key.
final class ModelAccess: Sendable {
    private static let inside = "/run/parallel-cc"
    private static let name = "model.sock"

    private let folder: String
    private let isEnding = Mutex(false)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the proxy.
    /// - Parameter dataDirectory: gets the socket, in a folder of this process.
    /// - Throws: what keeps the proxy from working, such as a missing key.
    init(dataDirectory: String, process: ProcessIdentity, environment: ProgramEnvironment) throws(ParallelError) {
        let model = try HostModel(environment: environment.environment)
        _ = try model.credential()
        let around = dataDirectory + "/model"
        try FileWriter.makeDirectory(around)
        folder = "\(around)/\(process.pid)"
        let proxy = ModelProxy(
            socket: "\(folder)/shared/\(Self.name)", upstream: model.endpoint,
            credentials: { () throws(ParallelError) in try model.credential() },
            log: { Printer.narrate("model: \($0)".displayable) })
        let (ready, failure) = (DispatchSemaphore(value: 0), Failed())
        DispatchQueue.global().async { [self] in
            do throws(ParallelError) {
                try proxy.run(isReady: { ready.signal() }, until: { isEnding.withLock { $0 } })
            } catch {
                failure.error.withLock { $0 = error }
                ready.signal()
            }
            ended.signal()
        }
        ready.wait()
        if let error = failure.error.withLock({ $0 }) { throw error }
    }

    private final class Failed: Sendable {
        let error = Mutex<ParallelError?>(nil)
    }

    /// Lets a task reach the model.
    func open(to request: inout TaskRequest) {
        request.mounts.append(.init(source: folder + "/shared", target: Self.inside))
        request.environment["ANTHROPIC_UNIX_SOCKET"] = "\(Self.inside)/\(Self.name)"
        request.environment["ANTHROPIC_BASE_URL"] = "http://model.invalid"
        request.environment["ANTHROPIC_AUTH_TOKEN"] = "added-outside"
    }

    /// Ends the proxy and deletes its folder.
    func close() {
        isEnding.withLock { $0 = true }
        ended.wait()
        try? TreeDeletion.delete(folder)
    }
}
