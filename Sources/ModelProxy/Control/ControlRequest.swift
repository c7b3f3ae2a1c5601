internal import HookCore
internal import JSON

/// What a command asks of the proxy: one line of JSON.
enum ControlRequest {
    /// Lets a task use the model.
    case register(TaskRegistration)
    /// Ends that. The task is named by its id.
    case remove(String)

    /// Reads a line.
    /// - Throws: where it is no request, or names a way to the model that cannot be used.
    init(_ line: [UInt8]) throws(ParallelError) {
        guard let value = try? JSONDocument(line, name: "request").value() else { throw Self.wrong }
        if let task = value["remove"]?.string {
            self = .remove(task)
            return
        }
        guard let task = value["register"]?.string, let token = value["token"]?.string, !token.isEmpty,
            let seconds = value["seconds"]?.integer(Int.self), let members = value["variables"]?.members
        else { throw Self.wrong }
        let variables = Dictionary(members.compactMap { one in one.value.string.map { (one.key, $0) } }) { $1 }
        self = .register(
            TaskRegistration(task: task, token: token, seconds: seconds, model: try HostModel(variables: variables)))
    }

    /// The line, with its end.
    var line: [UInt8] {
        let value: JSONValue =
            switch self {
            case .remove(let task): ["remove": .string(task)]
            case .register(let registration):
                [
                    "register": .string(registration.task), "token": .string(registration.token),
                    "seconds": .number(String(registration.seconds)),
                    "variables": .object(
                        registration.model.variables.map { JSONValue.Member($0.key, value: .string($0.value)) }),
                ]
            }
        return Array((value.compactText + "\n").utf8)
    }

    private static let wrong = ParallelError(
        .cannotListen, operation: "read", subject: "a request of a command", message: "it cannot be understood")
}
