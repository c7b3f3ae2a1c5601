internal import Exec
internal import GitProgram
internal import HookCore

/// Makes a commit of a worktree's state in the scratch folder, for `git merge-tree`.
struct WorkCommit {
    let previews: MergePreviews
    let state: WorkState

    /// The time of the commit: 1 January 2100. git orders by these times, and it is later than any commit that it could
    /// follow.
    private static let time = "4102444800 +0000"
    private static let author = "parallel-cc <parallel-cc@localhost>"

    /// Makes the commit.
    /// - Returns: the commit's id. It is the same for the same state.
    /// - Throws: `.worktreeChanging` where the files have changed since they were scanned.
    func write() throws(ParallelError) -> String {
        guard let store = previews.store, let tree = ObjectID(try previews.tree(of: state.commit)) else {
            return try writeByProgram()
        }
        try storeContents(store)
        let changes = state.changes.map { change in
            let entry = change.content.flatMap { content in
                ObjectID(content.id).map { TreeEntry(mode: content.mode, id: $0) }
            }
            return (path: change.path[...], entry: entry)
        }
        let new = try TreeWriter(store: store).tree(tree, changes: changes)
        let text = """
            tree \(new.hexadecimal)
            parent \(state.commit)
            author \(Self.author) \(Self.time)
            committer \(Self.author) \(Self.time)

            uncommitted work

            """
        return try store.write(Array(text.utf8), kind: .commit).hexadecimal
    }

    /// Stores the contents that no object database has yet.
    private func storeContents(_ store: ObjectStore) throws(ParallelError) {
        let missing = missing(store)
        for change in missing {
            guard let worktree = state.worktree, let content = change.content,
                let bytes = try StableFile.bytes(change.path, in: worktree),
                ObjectID.ofBlob(bytes)?.hexadecimal == content.id
            else { continue }
            _ = try? store.write(bytes, kind: .blob)
        }
        // The rest are files that git converts, and those that are too large.
        let rest = missing.isEmpty ? [] : self.missing(store)
        guard let worktree = state.worktree, !rest.isEmpty else { return }
        let index = try PrivateWorkIndex(previews.git.at(worktree), scratch: previews.scratch)
        defer { index.remove() }
        _ = try index.add(rest.map(\.path))
        guard self.missing(store).isEmpty else { throw changed }
    }

    private func missing(_ store: ObjectStore) -> [WorkChange] {
        state.changes.filter { change in
            guard let content = change.content, content.mode != TreeEntry.submodule,
                let id = ObjectID(content.id)
            else { return false }
            return !store.has(id)
        }
    }

    private var changed: ParallelError {
        ParallelError(
            .worktreeChanging, operation: "look at uncommitted work", subject: state.worktree ?? "",
            message: "files there change while they are read", hint: "try again")
    }

    private func writeByProgram() throws(ParallelError) -> String {
        guard let worktree = state.worktree else { throw changed }
        let git = previews.git.at(worktree)
        let index = try PrivateWorkIndex(git, scratch: previews.scratch)
        defer { index.remove() }
        let files = state.changes.filter { $0.content != nil && $0.content?.mode != TreeEntry.submodule }
        let stored = try index.add(files.map(\.path))
        guard files.allSatisfy({ stored[$0.path]?.id == $0.content?.id }) else { throw changed }
        let tree = try index.tree(of: state.commit, changes: state.changes)
        let own = previews.scratch.joined(to: git).with([
            "GIT_AUTHOR_NAME": "parallel-cc", "GIT_AUTHOR_EMAIL": "parallel-cc@localhost",
            "GIT_COMMITTER_NAME": "parallel-cc", "GIT_COMMITTER_EMAIL": "parallel-cc@localhost",
            "GIT_AUTHOR_DATE": "@" + Self.time, "GIT_COMMITTER_DATE": "@" + Self.time,
        ])
        let message = Array("uncommitted work\n".utf8)
        return try own.line(
            ["commit-tree", "--no-gpg-sign", "-F", "-", "-p", state.commit, tree], input: message)
    }
}
