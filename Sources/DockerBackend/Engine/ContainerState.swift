internal import JSON

/// What `inspect` tells of a container's state beyond the list.
struct ContainerState: Sendable {
    let status: String
    let exitCode: Int32
    /// Whether anything of it has run. What `wait` says does not tell that.
    let hasStarted: Bool
    let isOutOfMemory: Bool
    /// Why the last start failed; empty where none did.
    let error: String

    /// Reads the member `State`; nil where it has another form.
    init?(_ value: JSONValue) {
        guard let status = value["Status"]?.string else { return nil }
        self.status = status
        exitCode = value["ExitCode"]?.integer() ?? 0
        // The engine's zero time is of the year 1.
        hasStarted = value["StartedAt"]?.string.map { !$0.hasPrefix("0001") } ?? false
        isOutOfMemory = value["OOMKilled"]?.bool ?? false
        error = value["Error"]?.string ?? ""
    }
}
