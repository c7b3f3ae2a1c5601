internal import Files
internal import GitKit
internal import HookCore
internal import Store

extension Coordinator {
    /// Takes into the database what lies in the trash of a repository's worktrees without a row, such as after the
    /// database was lost: else it would lie there for ever. What of it is saved is not known, so it stays until the user
    /// empties the trash.
    func adoptTrash(of repository: String) throws(ParallelError) {
        for record in try unrecordedTrash(of: repository) {
            try database.write { db throws(StoreError) in
                // A removal has its row until the trash has one.
                let isRemoval = try WorktreeTable.all(in: db).contains { $0.trashPath == record.trashPath }
                guard !isRemoval, FileAccess.exists(record.trashPath) else { return }
                try TrashTable.insert(record, elapsed: try lookAtClocks(in: db), in: db)
                try EventTable.append(
                    "trash.adopted", at: timestamp, repository: repository, worktree: record.path, detail: record.id,
                    in: db)
            }
        }
    }

    /// What lies there without a row.
    func unrecordedTrash(of repository: String) throws(ParallelError) -> [TrashRecord] {
        let known = try database.read { db throws(StoreError) in
            let removals = try WorktreeTable.all(in: db).compactMap(\.trashPath)
            return Set(try TrashTable.all(in: db).map(\.trashPath) + removals)
        }
        var found: [TrashRecord] = []
        for root in try trashRoots(of: repository) {
            // What somebody has begun to delete is nobody's to restore.
            for name in DirectoryNames.list(root).sorted()
            where !known.contains(root + "/" + name) && !name.hasSuffix(Self.deletingSuffix) {
                if let record = try trashRecord(root + "/" + name, of: repository) { found.append(record) }
            }
        }
        return found
    }

    /// Where worktrees of the repository are or would be made.
    private func trashRoots(of repository: String) throws(ParallelError) -> Set<String> {
        let rows = try worktrees(in: repository).map { trashRoot(for: $0.path) }
        guard let main = try? self.repository(at: repository) else { return Set(rows) }
        let root = worktreeRoot(for: main, settings: try settings(for: main))
        return Set(rows + [trashRoot(for: root + "/any")])
    }

    /// What can be told of a directory in the trash; nil where it is not the repository's.
    private func trashRecord(_ trash: String, of repository: String) throws(ParallelError) -> TrashRecord? {
        guard isTrash(trash, of: repository) else { return nil }
        // The name is the worktree's with four random letters behind it, and a number where that was not enough.
        let parts = FilePath.name(of: trash).split(separator: "-")
        let count = parts.last.map { $0.allSatisfy(\.isNumber) && $0.count < 4 } == true ? 2 : 1
        let name = parts.dropLast(count).joined(separator: "-")
        guard !name.isEmpty else { return nil }
        let path = FilePath.folder(of: FilePath.folder(of: trash)) + "/" + name
        let git = git(repository)
        let rescue = try git.rescues().last {
            $0.manifest.worktree == path || FilePath.name(of: $0.manifest.worktree) == name
        }
        let branch = try git.branchExists(name) ? name : nil
        return TrashRecord(
            id: FilePath.name(of: trash), repository: repository, path: path, trashPath: trash,
            branch: rescue?.manifest.branch ?? branch, head: rescue?.manifest.head, rescue: rescue?.manifest.id,
            sessionID: rescue?.manifest.sessionId, bytes: TreeFingerprint.of(trash).bytes, trashedAt: timestamp,
            savedUntil: 0)
    }

    /// Its `.git` file says whose it is: this repository's, or one's that is no longer where it was.
    private func isTrash(_ trash: String, of repository: String) -> Bool {
        guard let bytes = WholeFile.read(trash + "/.git") else { return false }
        let words = String(decoding: bytes, as: UTF8.self)
        guard words.hasPrefix("gitdir: "), let end = words.ranges(of: "/worktrees/").last else { return false }
        let owner = String(words[..<end.lowerBound].dropFirst("gitdir: ".count))
        return owner == repository || (owner.hasPrefix("/") && !FileAccess.exists(owner))
    }
}
