internal import Exec
internal import Files
internal import GitKit
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    /// Returns the removed worktrees that can still be restored whole, oldest first. Those that the database has lost
    /// are looked for only in the repository around the caller.
    package func trash() throws(ParallelError) -> [TrashRecord] {
        try allTrash().filter { FileAccess.exists($0.trashPath) }
    }

    private func allTrash() throws(ParallelError) -> [TrashRecord] {
        let known = try database.read { db throws(StoreError) in try TrashTable.all(in: db) }
        guard let surrounding = surroundingRepository else { return known }
        return known + (try unrecordedTrash(of: surrounding))
    }

    /// Returns the recorded paths of entries that are not where they were: somebody has deleted or moved them, or a
    /// disk is not mounted.
    package func missingTrash(of repository: String? = nil) throws(ParallelError) -> [String] {
        let found = Set(try trash().map { Name($0.id) })
        return try database.read { db throws(StoreError) in try TrashTable.all(in: db) }
            .filter {
                (repository == nil || $0.repository.isSame(as: repository)) && !found.contains(Name($0.id))
                    && !isThere($0)
            }
            .map(\.trashPath)
    }

    private func isThere(_ record: TrashRecord) -> Bool {
        FileAccess.exists(record.trashPath) || FileAccess.exists(record.trashPath + Self.deletingSuffix)
    }

    /// Deletes entries that lie in the trash for longer than `days`, by the user's word. Those that are not there are
    /// forgotten.
    ///
    /// The rescues stay: they are in the repository.
    /// - Parameters:
    ///   - repository: the repository whose trash is emptied; nil: all.
    ///   - shown: the ids that the user was asked about: what came to the trash since then stays. nil: any.
    /// - Returns: the ids of the deleted entries.
    /// - Throws: the first failure, after all entries were tried.
    @discardableResult
    package func emptyTrash(
        of repository: String? = nil, olderThanDays days: Int, shown: [String]? = nil
    ) throws(ParallelError) -> [String] {
        // What was shown of a repository that was moved together with its trash has no row yet.
        if let surrounding = surroundingRepository { try adoptTrash(of: surrounding) }
        let limit = context.now().milliseconds - Int64(days) * 86_400_000
        // Only entries with a row are deleted: a directory without one may be in the middle of a removal.
        let due = try database.read { db throws(StoreError) in
            try TrashTable.all(in: db).filter {
                (repository == nil || $0.repository.isSame(as: repository)) && ($0.time ?? 0) <= limit
                    && (shown?.holds(name: $0.id) ?? true || !FileAccess.exists($0.trashPath))
            }
        }
        let result = deleteTrash(due, byName: true)
        if let failure = result.failures.first { throw failure.error }
        return result.gone
    }

    /// Returns directories whose deletion has begun and was interrupted or failed. Emptying the trash continues it.
    package func unfinishedDeletions(of repository: String? = nil) throws(ParallelError) -> [String] {
        try database.read { db throws(StoreError) in try TrashTable.all(in: db) }
            .filter { repository == nil || $0.repository.isSame(as: repository) }
            .map { $0.trashPath + Self.deletingSuffix }.filter(FileAccess.exists)
    }

    /// Deletes the entries that are due by the settings of their repository: by age, then, oldest first, until the rest
    /// is under the limit. The limit deletes no entry that is younger than a day.
    func emptyOldTrash() throws(ParallelError) -> (gone: [String], failures: [(path: String, error: ParallelError)]) {
        guard try database.read({ db throws(StoreError) in try !TrashTable.all(in: db).isEmpty }) else {
            return ([], [])
        }
        let (all, elapsed) = try database.write { db throws(StoreError) in
            (try TrashTable.all(in: db), try lookAtClocks(in: db))
        }
        var due: [TrashRecord] = []
        for (repository, records) in Dictionary(grouping: all, by: { Name($0.repository) }) {
            let rest = records.filter { $0.staysBecause == nil }
            due += Self.due(rest, settings: try settings(ofRepository: repository.text), elapsed: elapsed)
        }
        let result = deleteTrash(due, byName: false)
        for failure in result.failures where failure.error.code != .interrupted {
            try database.write { db throws(StoreError) in
                try TrashTable.setStaysBecause(failure.error.message, of: FilePath.name(of: failure.path), in: db)
            }
        }
        return result
    }

    /// Returns the entries of one repository that are due, which must be sorted by age.
    static func due(_ records: [TrashRecord], settings: Configuration, elapsed: Int64) -> [TrashRecord] {
        let day: Int64 = 86_400_000
        // On a disk that is not mounted, nothing is due.
        let records = records.filter(\.hasPlace)
        var total = records.reduce(0) { $0 + $1.bytes }
        return records.filter { record in
            let age = elapsed - record.elapsedAt
            guard age >= Int64(settings.trashDays) * day || (total > settings.trashMaxBytes && age >= day) else {
                return false
            }
            total -= min(total, record.bytes)
            return true
        }
    }

    private func deleteTrash(
        _ records: [TrashRecord], byName: Bool
    ) -> (gone: [String], failures: [(path: String, error: ParallelError)]) {
        var gone: [String] = []
        var failures: [(path: String, error: ParallelError)] = []
        for record in records where Interruption.signal == nil {
            do throws(ParallelError) {
                if try deleteTrash(record, byName: byName) { gone.append(record.id) }
            } catch {
                failures.append((record.trashPath, error))
            }
        }
        return (gone, failures)
    }

    /// The suffix of a trash directory that is being deleted. Nothing restores such a directory.
    static let deletingSuffix = ".deleting"

    /// - Returns: whether its directory was there. If not, the entry is only forgotten. What the repository keeps for
    ///   it stays too where a disk may not be mounted, or all may have been moved.
    private func deleteTrash(_ record: TrashRecord, byName: Bool) throws(ParallelError) -> Bool {
        let folder = FilePath.folder(of: record.trashPath)
        if let inside = ProcessesInside(record.trashPath, since: context.now()).first {
            throw RemovalGuards.reasonToKeep(.processInside, message: "a process lives in it", subject: inside)
        }
        let other = WorktreeAdministration.all(commonDirectory: record.repository).first {
            FilePath.lies(realPathOfMissing($0.path), in: record.trashPath)
        }
        if let other {
            throw RemovalGuards.reasonToKeep(.notOurs, message: "a worktree lies in it", subject: other.path)
        }
        // Only directories in a trash folder of parallel-cc are ever deleted.
        let doomed = record.trashPath + Self.deletingSuffix
        var isDeleted = false
        if TrashPlace.isTrash(folder) {
            if !byName { try refuseLoss(record) }
            try condemn(record)
            context.reach("trash.renamed")
            isDeleted = FileAccess.exists(doomed)
            if isDeleted {
                try delete(doomed, of: record, byName: byName)
                context.reach("trash.deleted")
            } else if byName, record.hasPlace {
                try keptSubmodules(of: record).delete()
            }
        }
        try database.write { db throws(StoreError) in
            try TrashTable.delete(record.id, in: db)
            try EventTable.append(
                isDeleted ? "trash.emptied" : "trash.forgotten", at: timestamp, repository: record.repository,
                session: record.sessionID, worktree: record.path, cause: record.id, in: db)
        }
        if isDeleted {
            rmdir(folder)
            rmdir(FilePath.folder(of: folder))
        }
        return isDeleted
    }

    private func delete(_ doomed: String, of record: TrashRecord, byName: Bool) throws(ParallelError) {
        if !byName {
            do throws(ParallelError) {
                try refuseUnsavedWork(in: doomed, record: record)
            } catch {
                try rename(doomed, to: record.trashPath)
                throw error
            }
        }
        // Before the directory, by which a command that takes up a deletion that was cut off knows what is left.
        try keptSubmodules(of: record).delete()
        try TreeDeletion.delete(doomed)
    }

    private func keptSubmodules(of record: TrashRecord) -> KeptSubmodules {
        KeptSubmodules(repository: record.repository, trash: record.id)
    }

    private func rename(_ path: String, to other: String) throws(ParallelError) {
        guard FileAccess.exists(path), Glibc.rename(path, other) != 0 else { return }
        throw ParallelError(
            .cannotWrite, operation: "empty trash", subject: path, message: "it cannot be renamed",
            cause: String(cString: strerror(errno)))
    }

    /// Renames a trash directory, so that nothing restores it.
    private func condemn(_ record: TrashRecord) throws(ParallelError) {
        if FileAccess.exists(record.trashPath) {
            return try TrashLock.held(around: record.trashPath) { () throws(ParallelError) in
                try rename(record.trashPath, to: record.trashPath + Self.deletingSuffix)
            }
        }
        // A restore has moved the directory and is now moving the submodules back.
        let restored = WorktreeAdministration.all(commonDirectory: record.repository).first {
            $0.restoredFrom.isSame(as: record.trashPath)
        }
        if let restored {
            throw RemovalGuards.reasonToKeep(.notOurs, message: "it is being restored", subject: restored.path)
        }
    }

    /// Restores a removed worktree, with its ignored files.
    /// - Parameters:
    ///   - id: the entry's id, or the former path of the worktree. For a path, the newest entry counts.
    ///   - path: the new path, on the same file system; nil: the former path.
    /// - Throws: `.unknownTrash`; `.pathExists` when something lies there now; `.insideGitDirectory`, `.insideTrash`.
    package func restoreTrash(_ id: String, to path: String? = nil) throws(ParallelError) -> WorktreeRecord {
        // A restore that was killed may have left something there, and in the trash.
        try repair()
        guard let record = try trash().last(where: { $0.id.isSame(as: id) || $0.path.isSame(as: id) }) else {
            throw try unknownTrash(id)
        }
        // The repository may have been moved since. Then the user must give the command inside of it.
        let exists = FileAccess.exists(record.repository)
        let repository = exists ? record.repository : surroundingRepository ?? record.repository
        let path = try path.map { typed throws(ParallelError) in try wantedPlace(typed, former: record.path) }
        let rescue = try git(repository).rescues().first { $0.manifest.id == record.rescue }
        let restored = try restore(
            RestorePlan(
                repository: repository, path: path ?? record.path, branch: record.branch,
                head: rescue == nil ? record.head ?? record.branch.map { "refs/heads/\($0)" } : rescue?.manifest.head,
                rescue: rescue,
                trash: record))
        rmdir(FilePath.folder(of: record.trashPath))
        return restored
    }

    private func unknownTrash(_ id: String) throws(ParallelError) -> ParallelError {
        let known = try database.read { db throws(StoreError) in try TrashTable.all(in: db) }
        guard let lost = known.last(where: { $0.id.isSame(as: id) || $0.path.isSame(as: id) }) else {
            return ParallelError(
                .unknownTrash, operation: "restore from trash", subject: id, message: "no such entry",
                hint: "parallel-cc trash list")
        }
        let isCutOff = FileAccess.exists(lost.trashPath + Self.deletingSuffix)
        return ParallelError(
            .unknownTrash, operation: "restore from trash", subject: id,
            message: isCutOff
                ? "it was deleted in part already: \(lost.trashPath)\(Self.deletingSuffix)"
                : "its directory is not there any more: \(lost.trashPath)",
            hint: (isCutOff ? nil : "if it was moved with its repository, run the command there")
                ?? lost.rescue.map { "parallel-cc rescue restore \($0)" })
    }
}
