internal import Exec
internal import Files
internal import GitKit

/// A rescue and the repository that holds it.
package struct RescueInfo: Equatable, Sendable {
    let reference: RescueReference
    /// The common git directory.
    package let repository: String
    /// The time of the last restore, at any path; nil: never, as far as the database knows.
    package let restoredAt: String?

    /// The last part of the rescue's reference.
    package var id: String { reference.manifest.id }
    /// The commit that holds the working tree.
    package var commit: String { reference.commit }
    /// The time of the rescue, in ISO-8601.
    package var createdAt: String { reference.manifest.createdAt }
    /// The path of the rescued worktree.
    package var worktree: String { reference.manifest.worktree }
    /// The branch of the worktree; nil when HEAD was detached.
    package var branch: String? { reference.manifest.branch }
    /// The commit that the worktree had checked out; nil on an unborn branch.
    package var head: String? { reference.manifest.head }
    /// The session that held the worktree; nil for none.
    package var sessionID: String? { reference.manifest.sessionId }
    /// The operation that the rescue preceded.
    package var reason: String { reference.manifest.reason }
    /// The number of tracked files that differ from HEAD.
    package var trackedFiles: Int { reference.manifest.files.tracked }
    /// The number of untracked files in the rescue.
    package var untrackedFiles: Int { reference.manifest.files.untracked }
    /// The number of tracked files that were deleted in the working tree.
    package var deletedFiles: Int { reference.manifest.files.deleted }
    /// The paths of FIFOs, sockets and devices, which a rescue can only name.
    package var specialFiles: [String] { reference.manifest.specialFiles ?? [] }

    /// The folder of files that are in no git object because only their owner may read them; nil: there are none.
    package var privateFolder: String? {
        reference.manifest.privateFiles.map { _ in
            PrivateFolder(commonDirectory: repository, rescue: id).path
        }
    }
    /// The number of files in `privateFolder`.
    package var privateFiles: Int { reference.manifest.privateFiles ?? 0 }

    /// The command that brings it back: to its former place, or beside it where something lies at its place.
    package var restoreCommand: String {
        let command = "parallel-cc rescue restore \(id)"
        guard FileAccess.exists(worktree) else { return command }
        return "\(command) --to \(ShellWord.quote(PlaceTaken.free(beside: worktree)))"
    }

    var manifest: SnapshotManifest { reference.manifest }
}
