internal import GitKit
internal import HookCore
internal import Store

extension Coordinator {
    /// Takes into the database what lies in the trash of a repository's worktrees without a row, such as after the
    /// database was lost: else it would lie there for ever. What of it is saved is not known, so it stays until the user
    /// empties the trash.
    func adoptTrash(of repository: String) throws(ParallelError) {
        let known = try database.read { db throws(StoreError) in
            let removals = try WorktreeTable.all(db).compactMap(\.trashPath)
            return Set(try TrashTable.all(db).map(\.trashPath) + removals)
        }
        for root in try trashRoots(of: repository) {
            // What somebody has begun to delete is nobody's to restore.
            for name in DirectoryNames.list(root).sorted()
            where !known.contains(root + "/" + name) && !name.hasSuffix(Self.deletingSuffix) {
                try adoptTrash(root + "/" + name, of: repository)
            }
        }
    }

    /// Where worktrees of the repository are or would be made.
    private func trashRoots(of repository: String) throws(ParallelError) -> Set<String> {
        let rows = try worktrees(in: repository).map { trashRoot(for: $0.path) }
        guard let main = try? self.repository(at: repository) else { return Set(rows) }
        let root = worktreeRoot(for: main, try settings(for: main))
        return Set(rows + [trashRoot(for: root + "/any")])
    }

    private func adoptTrash(_ trash: String, of repository: String) throws(ParallelError) {
        // Its `.git` file says whose it is.
        guard let link = WholeFile.read(trash + "/.git"),
            link.starts(with: Array("gitdir: \(repository)/worktrees/".utf8))
        else { return }
        // The name is the worktree's with four random letters behind it, and a number where that was not enough.
        let parts = lastComponent(trash).split(separator: "-")
        let count = parts.last.map { $0.allSatisfy(\.isNumber) && $0.count < 4 } == true ? 2 : 1
        let name = parts.dropLast(count).joined(separator: "-")
        guard !name.isEmpty else { return }
        let path = directory(of: directory(of: trash)) + "/" + name
        let git = git(repository)
        let rescue = try git.rescues().last { $0.manifest.worktree == path }?.manifest
        let branch = try git.branchExists(name) ? name : nil
        let tree = TreeFingerprint.of(trash)
        let record = TrashRecord(
            id: lastComponent(trash), repository: repository, path: path, trashPath: trash,
            branch: rescue?.branch ?? branch, head: rescue?.head, rescue: rescue?.id, sessionID: rescue?.sessionId,
            bytes: tree.bytes, trashedAt: timestamp, savedUntil: 0)
        try database.write { db throws(StoreError) in
            // A removal has its row until the trash has one.
            guard try !WorktreeTable.all(db).contains(where: { $0.trashPath == trash }), FileAccess.exists(trash) else {
                return
            }
            try TrashTable.insert(record, db)
            try EventTable.append(
                "trash.adopted", at: timestamp, repository: repository, worktree: path, detail: record.id, db)
        }
    }
}
