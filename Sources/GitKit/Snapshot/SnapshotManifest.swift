internal import FoundationEssentials

/// The description of a rescue. It stands as JSON in the rescue's commit message, so that git alone can list rescues.
package struct SnapshotManifest: Codable, Equatable, Sendable {
    /// The numbers of files that differ.
    package struct FileCounts: Codable, Equatable, Sendable {
        /// Tracked files that differ from the index or, staged, from HEAD.
        package var tracked: Int
        /// Untracked files that are saved.
        package var untracked: Int
        /// Tracked files that were deleted.
        package var deleted: Int
    }

    /// The newest layout of the state tree. Readers refuse newer ones.
    package static let currentFormat = 3

    /// The layout: 2 where the state tree holds files whose names git refuses in a tree, 3 where files lie in a
    /// `PrivateFolder`.
    package var format = 1
    /// The rescue's id, the last part of its reference's name.
    package var id: String
    /// The common git directory.
    package var repository: String
    /// The root of the worktree when it was saved.
    package var worktree: String
    /// The worktree's branch; nil when HEAD was detached.
    package var branch: String?
    /// The full id of HEAD's commit; nil before the first commit.
    package var head: String?
    /// The session that worked in the worktree; nil where it is not known.
    package var sessionId: String?
    /// The time of the rescue in ISO-8601 with Z.
    package var createdAt: String
    /// The reason for the rescue, as a phrase for the user.
    package var reason: String
    /// The numbers of saved files.
    package var files: FileCounts
    /// The FIFOs, sockets and devices of the working tree. They are only named, because git cannot store them. Nil
    /// where there were none.
    package var specialFiles: [String]?
    /// The number of files in a `PrivateFolder`; nil where there is none.
    package var privateFiles: Int?

    /// A manifest of the first format, without counts.
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

    /// Returns the reference that holds the rescue `id`.
    package static func reference(_ id: String) -> String { "refs/parallel-cc/rescue/\(id)" }

    /// The message: a subject, an empty line, JSON.
    var commitMessage: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return "parallel-cc rescue \(id)\n\n\(json)\n"
    }

    /// Reads a manifest from a commit's message; nil for a message that is not ours.
    package init?(commitMessage message: String) {
        guard let start = message.firstIndex(of: "{"),
            let manifest = try? JSONDecoder().decode(SnapshotManifest.self, from: Data(message[start...].utf8))
        else { return nil }
        self = manifest
    }
}
