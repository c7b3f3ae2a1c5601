internal import Files
internal import GitKit
internal import HookCore
internal import Store

extension Coordinator {
    /// Adopts directories without a row in the trash of a repository's worktrees. Without a row, which is missing after
    /// the loss of the database, they would stay for ever. It is unknown what a rescue has of them, so they stay until
    /// the user empties the trash.
    func adoptTrash(of repository: String) throws(ParallelError) {
        for record in try unrecordedTrash(of: repository) {
            try database.write { db throws(StoreError) in
                // A removal has its own row until the trash has one.
                let isRemoval = try WorktreeTable.all(in: db).contains { $0.trashPath.isSame(as: record.trashPath) }
                guard !isRemoval, FileAccess.exists(record.trashPath) else { return }
                try TrashTable.insert(record, elapsed: try lookAtClocks(in: db), in: db)
                try EventTable.append(
                    "trash.adopted", at: timestamp, repository: repository, worktree: record.path, detail: record.id,
                    in: db)
            }
        }
    }

    /// Returns the trash directories that have no row.
    func unrecordedTrash(of repository: String) throws(ParallelError) -> [TrashRecord] {
        let known = try database.read { db throws(StoreError) in
            let removals = try WorktreeTable.all(in: db).compactMap(\.trashPath)
            return Set((try TrashTable.all(in: db).map(\.trashPath) + removals).map(Name.init))
        }
        var found: [TrashRecord] = []
        for root in try trashRoots(of: repository) {
            // A directory whose deletion has begun cannot be restored.
            for name in DirectoryNames.list(root).sorted()
            where !known.contains(Name(root + "/" + name)) && !name.hasSuffix(Self.deletingSuffix) {
                if let record = try trashRecord(root + "/" + name, of: repository) { found.append(record) }
            }
        }
        return found
    }

    /// Returns the trash folders beside the repository's worktrees and beside new ones.
    private func trashRoots(of repository: String) throws(ParallelError) -> [String] {
        let rows = try worktrees(in: repository).map { trashRoot(for: $0.path) }
        guard let main = try? self.repository(at: repository) else { return rows.distinctNames }
        let root = worktreeRoot(for: main, settings: try settings(for: main))
        return (rows + [trashRoot(for: root + "/any")]).distinctNames
    }

    /// Describes a directory in the trash; nil when it is not the repository's.
    private func trashRecord(_ trash: String, of repository: String) throws(ParallelError) -> TrashRecord? {
        guard isTrash(trash, of: repository) else { return nil }
        // The name is the worktree's with four random characters behind it, and a number if the name was taken.
        let parts = FilePath.name(of: trash).split(separator: "-")
        let count = parts.last.map { $0.allSatisfy(\.isNumber) && $0.count < 4 } == true ? 2 : 1
        let name = parts.dropLast(count).joined(separator: "-")
        guard !name.isEmpty else { return nil }
        let path = FilePath.folder(of: FilePath.folder(of: trash)) + "/" + name
        let git = git(repository)
        let rescue = try git.rescues().last {
            $0.manifest.worktree.isSame(as: path) || FilePath.name(of: $0.manifest.worktree).isSame(as: name)
        }
        let branch = try git.branchExists(name) ? name : nil
        return TrashRecord(
            id: FilePath.name(of: trash), repository: repository, path: path, trashPath: trash,
            branch: rescue?.manifest.branch ?? branch, head: rescue?.manifest.head, rescue: rescue?.manifest.id,
            sessionID: rescue?.manifest.sessionId, bytes: TreeFingerprint.of(trash).bytes, trashedAt: timestamp,
            savedUntil: 0)
    }

    /// Whether the `.git` file names this repository, or one that no longer exists.
    private func isTrash(_ trash: String, of repository: String) -> Bool {
        guard let bytes = WholeFile.read(trash + "/.git") else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("gitdir: "), let end = text.ranges(of: "/worktrees/").last else { return false }
        let owner = String(text[..<end.lowerBound].dropFirst("gitdir: ".count))
        return owner.isSame(as: repository) || (FilePath.isAbsolute(owner) && !FileAccess.exists(owner))
    }
}
