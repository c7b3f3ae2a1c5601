internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// A rescue, as JSON documents show it.
struct RescueDocument: Encodable {
    struct FileCounts: Encodable {
        let tracked: Int
        let untracked: Int
        let deleted: Int
    }

    let id: String
    let repository: String
    let worktree: String
    @ExplicitNull var sessionId: String?
    @ExplicitNull var branch: String?
    @ExplicitNull var head: String?
    let commit: String
    let createdAt: String
    /// The time when the rescue was last restored; the rescue stays until it is dropped.
    @ExplicitNull var restoredAt: String?
    let reason: String
    let files: FileCounts
    /// The number of files that lie in `privateFolder` and in no object, because other users may not read them.
    let privateFiles: Int
    @ExplicitNull var privateFolder: String?

    init(_ rescue: RescueInfo) {
        id = rescue.id
        repository = rescue.repository
        worktree = rescue.worktree
        sessionId = rescue.sessionID
        branch = rescue.branch
        head = rescue.head
        commit = rescue.commit
        createdAt = rescue.createdAt
        restoredAt = rescue.restoredAt
        reason = rescue.reason
        files = FileCounts(tracked: rescue.trackedFiles, untracked: rescue.untrackedFiles, deleted: rescue.deletedFiles)
        privateFiles = rescue.privateFiles
        privateFolder = rescue.privateFolder
    }

    /// A text such as "2 files that others may not read, in FOLDER"; nil where there are none.
    var privateFilesText: String? {
        privateFolder.map { folder in
            let count = privateFiles == 1 ? "1 file" : "\(privateFiles) files"
            return "\(count) that others may not read, in \(folder.displayable)"
        }
    }

    /// A text such as "2 changed, 1 new".
    var summary: String {
        let parts = [(files.tracked, "changed"), (files.untracked, "new"), (files.deleted, "deleted")]
        let counts = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return counts.isEmpty ? "commits only" : counts.joined(separator: ", ")
    }
}
