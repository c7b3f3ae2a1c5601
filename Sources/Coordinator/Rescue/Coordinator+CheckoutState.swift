internal import Files
internal import GitKit
internal import GitProgram
package import HookCore

/// The state of a checkout, as commits.
package struct CheckoutState: Codable, Equatable, Sendable {
    /// The common git directory.
    package let repository: String
    /// The root of the checkout.
    package let directory: String
    /// HEAD's commit; nil before the first one.
    package let head: String?
    /// The branch of HEAD; nil when it is detached.
    package let branch: String?
    /// A commit that holds the uncommitted work as a rescue does; nil where there is none.
    package let uncommitted: String?
    /// The number of changed files that are not in it, because their owner lets nobody else read them.
    package let privateFiles: Int

    package init(
        repository: String, directory: String, head: String?, branch: String?, uncommitted: String?, privateFiles: Int
    ) {
        self.repository = repository
        self.directory = directory
        self.head = head
        self.branch = branch
        self.uncommitted = uncommitted
        self.privateFiles = privateFiles
    }
}

extension Coordinator {
    /// Stores the state of a checkout that sessions go on using. It is no rescue: `rescue list` does not show it.
    /// - Parameters:
    ///   - directory: a directory in the checkout.
    ///   - reference: a reference to hold the state. It is not made where the repository is empty.
    ///   - committedOnly: whether uncommitted work is left out.
    /// - Throws: the errors of `SnapshotWriter.write`.
    package func storeState(
        of directory: String, as reference: String, committedOnly: Bool, reason: String
    ) throws(ParallelError) -> CheckoutState {
        let repository = try repository(at: directory)
        let source = try checkoutSource(repository)
        let git = git(repository.commonDirectory)
        let contents = try source.inspect()
        var (uncommitted, privateFiles): (String?, Int) = (nil, 0)
        if !committedOnly, !contents.isEmpty {
            let manifest = SnapshotManifest(
                id: makeRescueID(), repository: repository.commonDirectory, worktree: repository.workTree,
                branch: contents.head.branch, head: contents.head.commit, sessionId: nil, createdAt: timestamp,
                reason: reason)
            let saved = try SnapshotWriter(source).write(contents, manifest: manifest)
            try git.setReference(reference, to: saved.commit)
            if saved.manifest.id == manifest.id {
                try git.deleteReference(SnapshotManifest.reference(manifest.id), from: saved.commit)
                try PrivateFolder(commonDirectory: repository.commonDirectory, rescue: manifest.id).delete()
            }
            (uncommitted, privateFiles) = (saved.commit, saved.manifest.privateFiles ?? 0)
        } else if let head = contents.head.commit {
            try git.setReference(reference, to: head)
        }
        return CheckoutState(
            repository: repository.commonDirectory, directory: repository.workTree, head: contents.head.commit,
            branch: contents.head.branch, uncommitted: uncommitted, privateFiles: privateFiles)
    }

    /// Makes a worktree whose HEAD is at a commit and whose files are those of a tree. What differs is not staged.
    ///
    /// Only files come from the tree. It may come from a place that is not trusted, and a rescue's other parts could
    /// carry settings and commands into the worktree's git directory.
    /// - Parameters:
    ///   - name: the name of the worktree's directory. A number is added where it is taken.
    ///   - branch: the branch that HEAD is to be on, made anew at HEAD's commit; nil: HEAD is detached.
    /// - Throws: the errors of a restore. Nothing of the worktree is left then.
    package func makeWorktree(
        of repository: String, head: String, tree: String, name: String, branch: String?
    ) throws(ParallelError) -> WorktreeRecord {
        let main = try self.repository(at: mainCheckout(of: repository) ?? repository)
        let root = worktreeRoot(for: main, settings: try settings(for: main))
        let record = try restore(
            RestorePlan(
                repository: repository, path: Self.free("\(root)/\(name)"), branch: branch, head: head, rescue: nil,
                trash: nil))
        do throws(ParallelError) {
            // No hook of the repository runs: this is not a checkout that a user has asked for.
            let git = git(record.path).setting("core.hooksPath", value: "/dev/null")
            try git.run(["read-tree", "--reset", "-u", tree])
            try git.run(["read-tree", "--reset", head])
            // Only the times in the index; what differs is no error.
            _ = try git.result(["update-index", "-q", "--refresh"])
        } catch {
            undoing { _ = try? remove(record, reason: "its files could not be written", wasReady: false) }
            throw error
        }
        return record
    }

    /// Returns a path at which nothing lies: the wanted one, or with a number.
    private static func free(_ path: String) -> String {
        var (free, number) = (path, 2)
        while FileAccess.exists(free) {
            free = "\(path)-\(number)"
            number += 1
        }
        return free
    }
}
