package import Coordinator
package import TaskProtocol

/// A task that a user wants to be done. It is stored with the task, so that it can be done later, or once more: a field
/// that is added is optional, because rows of an older program lack it.
package struct TaskRequest: Codable, Equatable, Sendable {
    /// A directory in the checkout whose state the task begins with.
    package var directory: String
    package var prompt: String
    /// The branch for the result; nil: the result stays uncommitted in a worktree.
    package var branch: String?
    /// Whether uncommitted work stays at home.
    package var committedOnly = false
    /// The state to begin with; nil: that of the checkout when the task begins.
    package var start: CheckoutState?
    package var claude = TaskOrder.ClaudeOptions()
    package var environment: [String: String] = [:]
    package var setupCommands: [String] = []
    package var timeoutSeconds = 3600
    package var snapshotSeconds = 60
    package var image: String
    package var limits = SandboxSpecification.Limits()
    package var network = SandboxSpecification.Network.none
    package var mounts: [SandboxSpecification.Mount] = []
    /// The author of commits that are made inside.
    package var userName: String
    package var userEmail: String
    /// Whether the sandbox stays when the task has ended.
    package var keepsSandbox = false
    /// What the task may cost in all its sandboxes, in US dollars; nil: as much as it takes.
    package var budgetUSD: Double?

    package init(directory: String, prompt: String, image: String, userName: String, userEmail: String) {
        self.directory = directory
        self.prompt = prompt
        self.image = image
        self.userName = userName
        self.userEmail = userEmail
    }
}
