/// The heartbeat of a session: it lived at `time`, and it was busy with `activity`.
///
/// A beat of a process that the Coordinator does not know asks for adoption as a `native` session. Therefore it carries
/// the working directory and Claude's session id.
package struct Beat: Hashable, Sendable {
    /// The session's process: the registered one, or the claude that asks for adoption.
    package var process: ProcessIdentity
    /// The claude that beats on behalf of `process`, if that is only a shim which started it; else nil.
    package var actor: ProcessIdentity?
    /// The time in milliseconds since 1970-01-01 UTC.
    package var time: Int64
    /// The hook event; `register` for the first beat, `heartbeat` for one by the command of that name.
    package var event: String
    /// The session's activity after the event.
    package var activity: Activity
    /// The tool that runs or ran last, for tool events.
    package var tool: String?
    /// Claude's session id, which two processes can share.
    package var claudeSessionID: String?
    /// The id of the subagent; nil outside of one. Such beats are kept apart from the session's own.
    package var agentID: String?
    /// The session's current directory, absolute.
    package var cwd: String?
    /// The boot in which `process` is valid; nil when unknown.
    package var bootID: String?
    /// The pid namespace in which `process` is valid; nil when unknown.
    package var pidNamespace: UInt64?

    /// A beat. `encode` leaves out strings that are too long for a beat file.
    package init(
        process: ProcessIdentity, actor: ProcessIdentity? = nil, time: Int64, event: String, activity: Activity,
        tool: String? = nil, claudeSessionID: String? = nil, agentID: String? = nil, cwd: String? = nil,
        bootID: String? = nil, pidNamespace: UInt64? = nil
    ) {
        self.process = process
        self.actor = actor
        self.time = time
        self.event = event
        self.activity = activity
        self.tool = tool
        self.claudeSessionID = claudeSessionID
        self.agentID = agentID
        self.cwd = cwd
        self.bootID = bootID
        self.pidNamespace = pidNamespace
    }
}
