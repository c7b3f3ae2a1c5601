internal import GitKit

/// A rescue and the repository that holds it.
package struct RescueInfo: Equatable, Sendable {
    let reference: RescueReference
    /// The common git directory.
    package let repository: String
    /// When it was last brought back, in whatever place; nil: never, as far as the database knows.
    package let restoredAt: String?

    package var id: String { reference.manifest.id }
    package var commit: String { reference.commit }
    package var createdAt: String { reference.manifest.createdAt }
    /// Where the worktree was.
    package var worktree: String { reference.manifest.worktree }
    /// Its branch; nil when HEAD was detached.
    package var branch: String? { reference.manifest.branch }
    /// The commit it had checked out.
    package var head: String? { reference.manifest.head }
    package var sessionID: String? { reference.manifest.sessionId }
    package var reason: String { reference.manifest.reason }
    /// Tracked files that differ.
    package var trackedFiles: Int { reference.manifest.files.tracked }
    package var untrackedFiles: Int { reference.manifest.files.untracked }
    package var deletedFiles: Int { reference.manifest.files.deleted }
    /// FIFOs, sockets and devices that could only be named.
    package var specialFiles: [String] { reference.manifest.specialFiles ?? [] }

    /// Where the files lie that are in no object, because their owner alone may read them; nil: none.
    package var privateFolder: String? {
        reference.manifest.privateFiles.map { _ in
            PrivateFolder(commonDirectory: repository, rescue: id).path
        }
    }
    /// The number of these files.
    package var privateFiles: Int { reference.manifest.privateFiles ?? 0 }

    var manifest: SnapshotManifest { reference.manifest }
}
