internal import HTTPClient
internal import HookCore
internal import JSON

/// Containers.
extension DockerEngine {
    /// Makes a container.
    /// - Parameters:
    ///   - name: a name of its own, so that a second call is a conflict.
    ///   - specification: the body of `/containers/create`.
    /// - Returns: the id.
    func createContainer(_ name: String, specification: JSONValue) throws(ParallelError) -> String {
        let answer = try call(.post, "/containers/create", query: [("name", name)], body: specification)
        guard let id = answer?["Id"]?.string else { throw unexpected("create container", subject: name) }
        return id
    }

    /// Starts a container. One that has run would run again.
    func startContainer(_ id: String) throws(ParallelError) { try post(id, verb: "start") }

    /// Returns the containers of a filter, whatever their state. Is answered also while an archive of one is open.
    func containers(_ filter: String, value: String) throws(ParallelError) -> [ContainerEntry] {
        let filters: JSONValue = .object([.init(filter, value: [.string(value)])])
        let answer = try call(
            .get, "/containers/json", query: [("all", "1"), ("filters", filters.compactText)], seconds: 60)
        return answer?.elements?.compactMap(ContainerEntry.init) ?? []
    }

    /// Returns the container of an id; nil where there is none.
    func container(_ id: String) throws(ParallelError) -> ContainerEntry? {
        try containers("id", value: id).first { $0.id == id }
    }

    /// Returns more than the list tells of a container, and waits for archives of it to be closed.
    func inspectContainer(_ id: String, seconds: Int?) throws(ParallelError) -> ContainerState {
        let answer = try call(.get, path(id, verb: "json"), seconds: seconds)
        guard let state = answer?["State"].flatMap(ContainerState.init) else {
            throw unexpected("inspect container", subject: id)
        }
        return state
    }

    /// Waits until a container does not run. That it has never run counts too.
    func waitForContainer(_ id: String) throws(ParallelError) {
        _ = try call(.post, path(id, verb: "wait"), query: [("condition", "not-running")], seconds: nil)
    }

    func pauseContainer(_ id: String) throws(ParallelError) { try post(id, verb: "pause") }

    func unpauseContainer(_ id: String) throws(ParallelError) { try post(id, verb: "unpause") }

    /// Sends the container's stop signal, and SIGKILL after `seconds`.
    /// - Parameter patience: how long the engine may take beyond that, in seconds.
    func stopContainer(_ id: String, seconds: Int, patience: Int) throws(ParallelError) {
        _ = try call(.post, path(id, verb: "stop"), query: [("t", String(seconds))], seconds: seconds + patience)
    }

    /// Removes a container with its volumes that have no name.
    func removeContainer(_ id: String, patience: Int) throws(ParallelError) {
        _ = try call(
            .delete, "/containers/\(Self.encoded(id))", query: [("force", "1"), ("v", "1")], seconds: patience)
    }

    /// Returns the numbers of the moment.
    func containerStatistics(_ id: String) throws(ParallelError) -> JSONValue {
        let answer = try call(.get, path(id, verb: "stats"), query: [("stream", "0"), ("one-shot", "1")])
        guard let answer else { throw unexpected("read statistics", subject: id) }
        return answer
    }

    /// Follows what a container without a terminal prints from now on.
    /// - Parameter begin: called when nothing is missed any more.
    func attach(
        to id: String, begin: () throws(ParallelError) -> Void,
        receive: (UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        let query = [("stream", "1"), ("stdout", "1"), ("stderr", "1")]
        let request = HTTPRequest(.post, target(path(id, verb: "attach"), query: query))
        try stream(request, begin: begin, receive: receive)
    }

    func path(_ id: String, verb: String) -> String { "/containers/\(Self.encoded(id))/\(verb)" }

    private func post(_ id: String, verb: String) throws(ParallelError) { _ = try call(.post, path(id, verb: verb)) }
}
