internal import JSON

/// Claude Code's entry about one of its running sessions. It does not tell whether the process still lives: after
/// SIGKILL the entry stays. Compare `pid` and `processStart` with the kernel's.
package struct RegistrySession: Equatable, Sendable {
    /// The activity of the session.
    package enum Status: String, Sendable {
        case busy
        case idle
        case waiting
    }

    /// The process id of claude.
    package let pid: Int32
    /// The start time of the process in clock ticks since boot: field 22 of `/proc/<pid>/stat`. `nil` if not recorded.
    package let processStart: UInt64?
    /// Claude's session id; several processes may have the same.
    package let sessionID: String?
    /// The session's directory, as Claude Code recorded it.
    package let cwd: String?
    /// The kind: `interactive` or `background`. Runs of -p are `interactive` with another entry point.
    package let kind: String?
    /// The way in which claude was started, such as `cli`.
    package let entrypoint: String?
    /// The display name.
    package let name: String?
    /// The activity; `nil` when it is missing or unknown to us.
    package let status: Status?
    /// The reason for waiting: "permission prompt".
    package let waitingFor: String?
    /// The time when the entry was written, in milliseconds since 1970.
    package let updatedAt: Int64?

    /// Reads an entry; `nil` when the object has no usable pid.
    init?(_ fields: JSONValue) {
        guard let pid = fields["pid"]?.integer(Int32.self), pid > 0 else { return nil }
        self.pid = pid
        processStart = Self.number(fields["procStart"])
        sessionID = fields["sessionId"]?.string
        cwd = fields["cwd"]?.string
        kind = fields["kind"]?.string
        entrypoint = fields["entrypoint"]?.string
        name = fields["name"]?.string
        status = fields["status"]?.string.flatMap(Status.init)
        waitingFor = fields["waitingFor"]?.string
        updatedAt = Self.number(fields["updatedAt"])
    }

    /// Reads a number that is written as a number or as a string: Claude Code 2.1.327 writes `procStart` as a string.
    private static func number<Integer: FixedWidthInteger>(_ value: JSONValue?) -> Integer? {
        value?.integer() ?? value?.string.flatMap { Integer($0) }
    }
}
