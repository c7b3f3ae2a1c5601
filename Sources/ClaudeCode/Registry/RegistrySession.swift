internal import JSON

/// What Claude Code says about one of its running sessions. It says nothing about whether the process still lives:
/// after SIGKILL the entry stays. Compare `pid` and `processStart` with the kernel's.
package struct RegistrySession: Equatable, Sendable {
    /// What the session is doing.
    package enum Status: String, Sendable {
        case busy
        case idle
        case waiting
    }

    package let pid: Int32
    /// Start time of the process in clock ticks since boot: field 22 of `/proc/<pid>/stat`. `nil` if not noted.
    package let processStart: UInt64?
    /// Claude's session id; several processes may have the same.
    package let sessionID: String?
    package let cwd: String?
    /// `interactive` or `background`; -p runs are `interactive` with another entry point.
    package let kind: String?
    package let entrypoint: String?
    /// The display name.
    package let name: String?
    /// `nil` when missing or one that we do not know.
    package let status: Status?
    /// What it waits for: "permission prompt".
    package let waitingFor: String?
    /// When the entry was written; milliseconds since 1970.
    package let updatedAt: Int64?

    /// `nil` when the object has no usable pid.
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

    /// A number, whether it is written as one or as a string: Claude Code 2.1.327 writes `procStart` as a string.
    private static func number<Integer: FixedWidthInteger>(_ value: JSONValue?) -> Integer? {
        value?.integer() ?? value?.string.flatMap { Integer($0) }
    }
}
