internal import HookCore
internal import JSON

/// Serves one command, on a thread of its own, for as long as that keeps its connection.
struct ControlSession {
    /// The time in which a command takes an answer, in milliseconds.
    private static let patience: Int64 = 10_000

    let socket: ClientSocket
    let proxy: ProxySetup

    /// Returns when the connection is to be closed.
    func serve() {
        var lines = LineReader(socket)
        while let line = try? lines.next(before: .max) {
            let answer = Array((answer(to: line).compactText + "\n").utf8)
            do { try socket.write(answer, pause: Self.patience) } catch { return }
        }
    }

    /// Does what is asked.
    /// - Returns: an empty object, or one with an error.
    private func answer(to line: [UInt8]) -> JSONValue {
        do throws(ParallelError) {
            switch try ControlRequest(line) {
            case .register(let registration): register(registration)
            case .remove(let task): proxy.tasks.remove(task)
            }
            return [:]
        } catch {
            return ["error": .string(error.message)]
        }
    }

    private func register(_ registration: TaskRegistration) {
        let model = registration.model
        proxy.tasks.add(
            ModelTask(id: registration.task, endpoint: model.endpoint) { () throws(ParallelError) in
                try model.credential()
            }, token: registration.token, seconds: registration.seconds)
    }
}
