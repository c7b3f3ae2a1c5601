internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
package import HookCore

/// Makes rescues: commits that hold a worktree's whole state. They are durable before the call returns.
package struct SnapshotWriter: Sendable {
    private let source: SnapshotSource
    private let git: Git

    /// A writer for one worktree.
    package init(_ source: SnapshotSource) {
        self.source = source
        // A rescue has our own identity, so that it can be made in a repository without user.name.
        // The message is UTF-8, even if the user has configured another encoding.
        git = source.git.durable.setting("i18n.commitEncoding", value: "UTF-8").with([
            "GIT_AUTHOR_NAME": "parallel-cc", "GIT_AUTHOR_EMAIL": "parallel-cc@localhost",
            "GIT_COMMITTER_NAME": "parallel-cc", "GIT_COMMITTER_EMAIL": "parallel-cc@localhost",
        ])
    }

    /// Stores `contents` under the reference of `manifest.id`.
    ///
    /// The commit's tree is the working tree byte for byte. Its first parent is HEAD, its next the state commit (raw
    /// index, stages, operation in progress, reflogs); the others are the commits that nothing else holds.
    /// - Returns: the manifest with its counts, and the commit. If an earlier rescue of this worktree holds exactly the
    ///   same, its manifest and commit.
    /// - Throws: `.rescueTooLarge`, `.unreadableFile`, `.nestedRepository`, `.gitFailed`, `.cannotWrite`; then no
    ///   reference was made.
    package func write(
        _ contents: SnapshotContents, manifest: SnapshotManifest
    ) throws(ParallelError) -> (manifest: SnapshotManifest, commit: String) {
        let changes = try SnapshotChanges(contents, from: source)
        var manifest = manifest
        manifest.files = changes.counts
        let index = try PrivateIndex(git, directory: source.gitDirectory)
        defer { index.close() }
        let blobs = BlobWriter(git: git, workTree: source.workTree)
        let entries = try IndexEntry.list(git)
        let stored = try store(changes, blobs: blobs)
        let meant = meant(entries, changes: changes, stored: stored)
        let tree = try index.tree(of: meant)
        let refused = try RefusedFiles.missing(meant, in: tree, with: git)
        if !refused.isEmpty { manifest.format = 2 }
        let state = SnapshotState(
            source: source, git: git, blobs: blobs, refused: refused, shown: contents.shown,
            resolveUndo: contents.resolveUndo)
        let stateTree = try state.write(index, entries: entries, changes: changes)
        let head = contents.head.commit
        let others = contents.unreachableCommits.filter { $0 != head }
        let twin = IdenticalRescue(
            tree: tree, stateTree: stateTree, head: head, others: Set(others), privateFiles: changes.privateFiles,
            source: source)
        // An earlier rescue that has lost objects does not count.
        if let same = try twin.find(manifest, with: git),
            (try? closure.verify(same.commit, blobs: stored.map(\.id))) != nil
        {
            return (same.manifest, same.commit)
        }
        try keepPrivately(changes.privateFiles, into: &manifest)
        let folder = PrivateFolder(commonDirectory: source.commonDirectory, rescue: manifest.id)
        let commit: String
        do throws(ParallelError) {
            commit = try make(manifest, tree: tree, stateTree: stateTree, stored: stored, head: head, others: others)
        } catch {
            if manifest.privateFiles != nil { try? folder.delete() }
            throw error
        }
        try folder.finish()
        return (manifest, commit)
    }

    private func make(
        _ manifest: SnapshotManifest, tree: String, stateTree: String, stored: [IndexEntry], head: String?,
        others: [String]
    ) throws(ParallelError) -> String {
        let stateCommit = try commit(stateTree, parents: [], message: "State of \(source.workTree)\n")
        let parents = (head.map { [$0] } ?? []) + [stateCommit] + others
        let rescue = try commit(tree, parents: parents, message: manifest.commitMessage)
        try createReference(manifest.id, commit: rescue)
        do throws(ParallelError) {
            // The check must follow the reference: a garbage collection could have deleted objects that no reference
            // held.
            try closure.verify(rescue, blobs: stored.map(\.id))
        } catch {
            _ = try? git.run(["update-ref", "-d", SnapshotManifest.reference(manifest.id), rescue])
            throw error
        }
        return rescue
    }

    /// Stores the files that must become no objects in a folder that only their owner may enter. Older readers would
    /// miss them, hence the new format.
    private func keepPrivately(_ files: [PrivateFile], into manifest: inout SnapshotManifest) throws(ParallelError) {
        if files.isEmpty { return }
        manifest.privateFiles = files.count
        manifest.format = 3
        let folder = PrivateFolder(commonDirectory: source.commonDirectory, rescue: manifest.id)
        try folder.store(files, from: source.root)
    }

    private var closure: SnapshotClosure { SnapshotClosure(git: git, commonDirectory: source.commonDirectory) }

    private func store(
        _ changes: SnapshotChanges, blobs: BlobWriter
    ) throws(ParallelError) -> [IndexEntry] {
        let ids = try blobs.write(changes.files)
        return zip(changes.files, ids).map { IndexEntry(mode: $0.mode, id: $1, path: $0.path) }
    }

    /// Returns the entries of the rescue's tree: the index, with the working tree's files in place of those that
    /// differ.
    private func meant(
        _ entries: [IndexEntry], changes: SnapshotChanges, stored: [IndexEntry]
    ) -> [IndexEntry] {
        // The tree keeps the index's entry of a private file, so that the file does not look deleted.
        let gone = changes.replaced.subtracting(changes.privatePaths(.workTree))
        return entries.filter { $0.stage == 0 && !gone.contains($0.path) } + stored
    }

    private func commit(_ tree: String, parents: [String], message: String) throws(ParallelError) -> String {
        let arguments = ["commit-tree", "--no-gpg-sign", "-F", "-"] + parents.flatMap { ["-p", $0] } + [tree]
        return try git.line(arguments, input: Array(message.utf8))
    }

    private func createReference(_ id: String, commit: String) throws(ParallelError) {
        let script = "create \(SnapshotManifest.reference(id)) \(commit)\n"
        try git.run(["update-ref", "--stdin"], input: Array(script.utf8))
        DirectorySync.sync(source.commonDirectory, at: "refs/parallel-cc/rescue")
    }
}
