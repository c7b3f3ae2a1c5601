internal import FoundationEssentials

/// What a rescue says of itself: stands as JSON in its commit message, so that git alone can list rescues.
package struct SnapshotManifest: Codable, Equatable, Sendable {
    package struct FileCounts: Codable, Equatable, Sendable {
        /// Tracked files that differ from the index or, staged, from HEAD.
        package var tracked: Int
        package var untracked: Int
        package var deleted: Int
    }

    /// The layout of the state tree; readers refuse newer ones.
    package static let currentFormat = 3

    /// 2 where the state tree holds files whose names git refuses in a tree, 3 where files lie in a `PrivateFolder`.
    package var format = 1
    package var id: String
    /// The common git directory.
    package var repository: String
    /// Where the worktree was.
    package var worktree: String
    /// The worktree's branch; nil when HEAD was detached.
    package var branch: String?
    package var head: String?
    package var sessionId: String?
    /// ISO-8601 with Z.
    package var createdAt: String
    package var reason: String
    package var files: FileCounts
    /// FIFOs, sockets and devices that lay in the tree: named only, git cannot store them. Nil where there were none.
    package var specialFiles: [String]?
    /// How many files a `PrivateFolder` holds; nil: none.
    package var privateFiles: Int?

    package init(
        id: String, repository: String, worktree: String, branch: String?, head: String?, sessionId: String?,
        createdAt: String, reason: String
    ) {
        self.id = id
        self.repository = repository
        self.worktree = worktree
        self.branch = branch
        self.head = head
        self.sessionId = sessionId
        self.createdAt = createdAt
        self.reason = reason
        files = FileCounts(tracked: 0, untracked: 0, deleted: 0)
    }

    /// The reference that holds the rescue `id`.
    package static func reference(_ id: String) -> String { "refs/parallel-cc/rescue/\(id)" }

    /// Subject, empty line, JSON.
    var commitMessage: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return "parallel-cc rescue \(id)\n\n\(json)\n"
    }

    /// Reads it back; nil for a message that is not ours.
    package init?(commitMessage message: String) {
        guard let start = message.firstIndex(of: "{"),
            let manifest = try? JSONDecoder().decode(SnapshotManifest.self, from: Data(message[start...].utf8))
        else { return nil }
        self = manifest
    }
}
