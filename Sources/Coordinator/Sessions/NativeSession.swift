package import HookCore

/// A Claude Code process as Claude's own registry describes it.
package struct NativeSession: Equatable, Sendable {
    package var process: ProcessIdentity
    package var directory: String
    package var claudeSessionID: String?
    package var name: String?
    /// Claude's own word for what it does: busy, idle, waiting.
    package var status: String?
    /// What it waits for.
    package var waitingFor: String?

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
