package import HookCore

/// A Claude Code process as Claude Code's own registry describes it.
package struct NativeSession: Equatable, Sendable {
    /// The claude process.
    package var process: ProcessIdentity
    /// The directory in which claude runs, as an absolute path.
    package var directory: String
    /// The id of its conversation; nil when the registry has none.
    package var claudeSessionID: String?
    /// The session's name in Claude Code; nil for none.
    package var name: String?
    /// Claude Code's own word for its activity: busy, idle, waiting.
    package var status: String?
    /// The reason for waiting; nil when it does not wait.
    package var waitingFor: String?

    /// Makes a session of the registry's values.
    package init(
        process: ProcessIdentity, directory: String, claudeSessionID: String? = nil, name: String? = nil,
        status: String? = nil, waitingFor: String? = nil
    ) {
        self.process = process
        self.directory = directory
        self.claudeSessionID = claudeSessionID
        self.name = name
        self.status = status
        self.waitingFor = waitingFor
    }
}
