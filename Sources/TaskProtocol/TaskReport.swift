internal import FoundationEssentials

/// One line that the runner reports: an event with its time.
package struct TaskReport: Codable, Equatable, Sendable {
    package enum Event: Codable, Equatable, Sendable {
        /// The runner has begun: its version, and that of the protocol.
        case began(runner: String, version: Int)
        /// What the runner does before Claude starts, as a phrase: `check out`, `npm ci`.
        case preparing(step: String)
        /// Claude has started a session.
        case claude(sessionID: String, version: String?, model: String?)
        /// Claude calls a tool; nil: it has an answer.
        case tool(name: String?)
        /// The numbers of the run so far. The cost is in US dollars, as Claude reckons it. Claude tells the cost and
        /// the tokens that it has written at the end of a turn only. Tokens read from a cache count as read.
        /// `modelCosts` is what each model has cost, where Claude tells it.
        case usage(
            turns: Int, costUSD: Double?, inputTokens: Int, outputTokens: Int, modelCosts: [String: Double]? = nil)
        /// Claude waits, and why: an API error that it tries again after.
        case waiting(reason: String)
        /// The work is stored. `pack` is the number of `TaskFolder.snapshotPack` that holds all objects that neither
        /// the order nor an earlier pack has; nil where it would hold none. `references` are those of the repository by
        /// their full names, with the ids of what they name: branches, tags, stash entries (`refs/stash@{1}`), and
        /// below `refs/parallel-cc/nested` those of repositories inside of the checkout. Their objects are stored, too.
        case snapshot(commit: String, references: [String: String], pack: Int?, files: Int)
        /// A snapshot could not be made, and why. The next one is tried.
        case snapshotFailed(message: String)
        /// Something that the user should know; the task goes on.
        case warning(message: String)
        /// The task has ended. Nothing comes after it.
        case ended(TaskEnd)
    }

    /// The time of the event in ISO-8601 with Z.
    package var at: String
    package var event: Event

    package init(at: String, event: Event) {
        self.at = at
        self.event = event
    }

    /// The report as a line with its line break; nil where a number cannot be written.
    package var line: [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { Array($0) + [0x0A] }
    }

    /// Reads one line; nil where it is no report, or one of a newer version.
    package init?(line: some Sequence<UInt8>) {
        guard let report = try? JSONDecoder().decode(TaskReport.self, from: Data(line)) else { return nil }
        self = report
    }

    /// Reads the reports of a whole file. Lines that are none are left out.
    package static func list(_ bytes: [UInt8]) -> [TaskReport] {
        bytes.split(separator: 0x0A).compactMap { TaskReport(line: $0) }
    }
}

/// The end of a task.
package struct TaskEnd: Codable, Equatable, Sendable {
    /// `completed`, `failed`, `timed-out` or `cancelled`.
    package var state: TaskState
    /// The reason in plain words; nil where the task is completed.
    package var reason: String?
    /// The exit status of Claude, 128 + n for a signal; nil where it did not start.
    package var exitStatus: Int32?
    /// Claude's last words; nil where there were none.
    package var result: String?
    /// The cost in US dollars; nil where Claude named none.
    package var costUSD: Double?
    package var turns: Int

    package init(
        state: TaskState, reason: String? = nil, exitStatus: Int32? = nil, result: String? = nil,
        costUSD: Double? = nil, turns: Int = 0
    ) {
        self.state = state
        self.reason = reason
        self.exitStatus = exitStatus
        self.result = result
        self.costUSD = costUSD
        self.turns = turns
    }
}
