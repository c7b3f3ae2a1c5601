internal import HTTPClient
package import HookCore
package import JSON

/// Containers.
extension DockerEngine {
    /// The state of a container, as the engine tells it.
    package struct State: Equatable, Sendable {
        /// `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`.
        package let status: String
        package let exitCode: Int32
        /// Whether anything of it has run. What `wait` says does not tell that.
        package let hasStarted: Bool
    }

    /// Makes a container.
    /// - Parameters:
    ///   - name: a name of its own, so that a second call is a conflict.
    ///   - specification: the body of `/containers/create`.
    /// - Returns: the id.
    package func createContainer(
        _ name: String, specification: JSONValue
    ) throws(ParallelError) -> String {
        let answer = try call(.post, "/containers/create", query: [("name", name)], body: specification)
        guard let id = answer?["Id"]?.string else { throw unexpected("create container", name) }
        return id
    }

    /// Starts a container that has not run yet. One that has run would run again.
    package func startContainer(_ id: String) throws(ParallelError) {
        let state = try containerState(id)
        if state.hasStarted { return }
        _ = try call(.post, "/containers/\(Self.encoded(id))/start")
    }

    package func containerState(_ id: String) throws(ParallelError) -> State {
        let answer = try call(.get, "/containers/\(Self.encoded(id))/json")
        guard let state = answer?["State"], let status = state["Status"]?.string else {
            throw unexpected("inspect container", id)
        }
        // The engine's zero time.
        let started = state["StartedAt"]?.string ?? "0001"
        return State(
            status: status, exitCode: state["ExitCode"]?.integer() ?? 0, hasStarted: !started.hasPrefix("0001"))
    }

    /// Waits until a container that is created but not started has run.
    /// - Parameter whileWaiting: called once the engine has taken the question, so that a short run is not missed.
    /// - Returns: the exit status.
    package func waitForNextExit(
        _ id: String, whileWaiting act: () throws(ParallelError) -> Void
    ) throws(ParallelError) -> Int32 {
        try act()
        let answer = try call(
            .post, "/containers/\(Self.encoded(id))/wait", query: [("condition", "not-running")], seconds: nil)
        guard let status: Int32 = answer?["StatusCode"]?.integer() else { throw unexpected("wait for container", id) }
        return status
    }

    package func removeContainer(_ id: String) throws(ParallelError) {
        _ = try call(.delete, "/containers/\(Self.encoded(id))", query: [("force", "1"), ("v", "1")])
    }

    /// Returns what a container without a terminal has printed so far.
    package func log(of id: String) throws(ParallelError) -> (output: [UInt8], errors: [UInt8]) {
        let request = HTTPRequest(
            .get, target("/containers/\(Self.encoded(id))/logs", query: [("stdout", "1"), ("stderr", "1")]), seconds: 60)
        var frames = StreamFrames()
        var (output, errors): ([UInt8], [UInt8]) = ([], [])
        try stream(request) { (piece) throws(ParallelError) in
            frames.add(piece) { kind, bytes in
                if kind == .errors { errors += bytes } else { output += bytes }
            }
        }
        return (output, errors)
    }

    func unexpected(_ operation: String, _ subject: String) -> ParallelError {
        ParallelError(
            .engineFailed, operation: operation, subject: subject, message: "the engine's answer is not understood")
    }
}
