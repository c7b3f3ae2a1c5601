/// A task as it is handed to the runner.
package struct TaskOrder: Codable, Equatable, Sendable {
    /// The newest layout of orders and reports. A runner refuses a newer one, and a reader a newer report.
    package static let currentVersion = 1

    /// The repository to work in.
    package struct Source: Codable, Equatable, Sendable {
        /// The commit to begin at: a full id. Nil: the repository has no commit yet.
        package var head: String?
        /// The branch to be on; nil: HEAD is detached.
        package var branch: String?
        /// A rescue commit that holds the uncommitted work on top of `head`; nil: there is none.
        package var uncommitted: String?
        /// The hash algorithm as `git init --object-format` takes it.
        package var objectFormat: String
        /// The commits at which a shallow history ends: full ids.
        package var shallow: [String]
        /// The identity for new commits.
        package var userName: String
        package var userEmail: String

        package init(
            head: String?, branch: String?, uncommitted: String?, objectFormat: String = "sha1",
            shallow: [String] = [], userName: String, userEmail: String
        ) {
            self.head = head
            self.branch = branch
            self.uncommitted = uncommitted
            self.objectFormat = objectFormat
            self.shallow = shallow
            self.userName = userName
            self.userEmail = userEmail
        }
    }

    /// The options of Claude, under the names of its own flags. Nil: the flag is not given.
    package struct ClaudeOptions: Codable, Equatable, Sendable {
        package var model: String?
        package var fallbackModel: String?
        package var maxTurns: Int?
        /// What Claude may spend at most in this sandbox, in US dollars.
        package var maxBudgetUSD: Double?
        package var allowedTools: [String] = []
        package var disallowedTools: [String] = []
        package var systemPrompt: String?
        package var appendSystemPrompt: String?
        /// The content of an MCP configuration file.
        package var mcpConfig: String?
        /// A mode of Claude; nil: permissions are bypassed, because the sandbox is what protects.
        package var permissionMode: String?
        /// The session to go on with, after a cut.
        package var resume: String?

        package init() {}
    }

    package var version = TaskOrder.currentVersion
    /// The id of the task: letters, digits, `-`.
    package var id: String
    package var prompt: String
    package var source: Source
    package var claude = ClaudeOptions()
    /// Variables for Claude and the commands before it, beside those of the sandbox. Never secrets.
    package var environment: [String: String] = [:]
    /// Shell commands that run in the checkout before Claude.
    package var setupCommands: [String] = []
    /// The time that everything may take, in seconds.
    package var timeoutSeconds: Int
    /// The time between two snapshots, in seconds.
    package var snapshotSeconds: Int

    /// The prompt for a Claude that goes on where an earlier one was cut off.
    package static func promptAfterCut(_ prompt: String) -> String {
        """
        You have worked on this task before and were cut off. The checkout is as you left it, or as it was stored \
        shortly before. Look at what is there first (git status, git diff, git log), then go on.

        The task:

        \(prompt)
        """
    }

    package init(id: String, prompt: String, source: Source, timeoutSeconds: Int = 3600, snapshotSeconds: Int = 60) {
        self.id = id
        self.prompt = prompt
        self.source = source
        self.timeoutSeconds = timeoutSeconds
        self.snapshotSeconds = snapshotSeconds
    }
}
