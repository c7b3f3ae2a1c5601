internal import Exec
internal import GitKit
package import HookCore
internal import Store

extension Coordinator {
    /// Saves the whole state of a worktree that sessions go on using, before an operation changes it. A clean worktree
    /// is saved too, because its branch may be about to move. A worktree that has not changed since its last rescue
    /// keeps that rescue.
    /// - Parameters:
    ///   - directory: a directory in the worktree, main or linked.
    ///   - reason: the operation that follows.
    /// - Returns: the rescue's id.
    /// - Throws: the errors of `SnapshotWriter.write`. The caller may change nothing then.
    package func keepRescue(of directory: String, reason: String) throws(ParallelError) -> String {
        let repository = try repository(at: directory)
        let source = try checkoutSource(repository)
        let contents = try source.inspect()
        let manifest = SnapshotManifest(
            id: makeRescueID(), repository: repository.commonDirectory, worktree: repository.workTree,
            branch: contents.head.branch, head: contents.head.commit, sessionId: try holder(of: repository.workTree),
            createdAt: timestamp, reason: reason)
        let saved = try SnapshotWriter(source).write(contents, manifest: manifest)
        if saved.manifest.id == manifest.id {
            try database.write { db throws(StoreError) in
                try EventTable.append(
                    "rescue.created", at: timestamp, repository: repository.commonDirectory,
                    session: manifest.sessionId, worktree: repository.workTree, cause: reason, detail: manifest.id,
                    in: db)
            }
        }
        return saved.manifest.id
    }

    func checkoutSource(_ repository: Repository) throws(ParallelError) -> SnapshotSource {
        let known = try database.read { db throws(StoreError) in
            try WorktreeTable.find(path: repository.workTree, in: db)
        }
        if let known {
            return try snapshotSource(known, gitDirectory: repository.gitDirectory, workTree: repository.workTree)
        }
        return SnapshotSource(
            git: git(repository.workTree), gitDirectory: repository.gitDirectory,
            commonDirectory: repository.commonDirectory, workTree: repository.workTree,
            maxBytes: try settings(for: repository).maxRescueBytes, ignoredFiles: [])
    }

    private func holder(of worktree: String) throws(ParallelError) -> String? {
        try database.read { db throws(StoreError) in try SessionTable.holder(of: worktree, in: db) }
    }
}
