internal import HTTPClient
internal import HookCore
internal import JSON

/// More programs in a running container.
extension DockerEngine {
    /// Prepares a program.
    /// - Returns: the id of the exec.
    func createExec(_ command: [String], in id: String) throws(ParallelError) -> String {
        let answer = try call(
            .post, path(id, verb: "exec"),
            body: [
                "AttachStdout": true, "AttachStderr": true, "Tty": false,
                "Cmd": .array(command.map { .string($0) }),
            ])
        guard let exec = answer?["Id"]?.string else { throw unexpected("create exec", subject: id) }
        return exec
    }

    /// Runs it and hands over the frames that it prints, to its end.
    func startExec(
        _ exec: String, receive: (UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        let body: JSONValue = ["Detach": false, "Tty": false]
        let request = HTTPRequest(
            .post, target("/exec/\(Self.encoded(exec))/start"), headers: [("Content-Type", "application/json")],
            body: .bytes(Array(body.compactText.utf8)))
        try stream(request, receive: receive)
    }

    /// Returns the exit status; nil while it runs.
    func exitStatus(ofExec exec: String) throws(ParallelError) -> Int32? {
        let answer = try call(.get, "/exec/\(Self.encoded(exec))/json")
        return answer?["Running"]?.bool == true ? nil : answer?["ExitCode"]?.integer()
    }
}
