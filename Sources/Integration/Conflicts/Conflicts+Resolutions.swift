internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

extension Conflicts {
    /// Records the conflicts that were resolved since the last look. It costs one query when none is open.
    ///
    /// Conflicts of a repository or worktree that cannot be read stay open.
    /// - Throws: the `database…` codes, `.interrupted`.
    func noticeResolutions(in repository: String? = nil) throws(ParallelError) {
        let open = try coordinator.database.read { db throws(StoreError) in
            try ConflictTable.open(of: repository, in: db)
        }
        let groups = Dictionary(grouping: open) { Name($0.worktree ?? "") }
        for (worktree, records) in groups.sorted(by: { $0.key < $1.key }) {
            do throws(ParallelError) {
                try concludeAll(zip(records, ends(records, worktree: worktree.text)))
            } catch  where error.code == .interrupted || error.code.rawValue.hasPrefix("database") {
                throw error
            } catch {
                coordinator.context.narrate("how conflicts in \(worktree.text) ended cannot be seen: \(error.message)")
            }
        }
    }

    private func ends(
        _ records: [ConflictRecord], worktree: String
    ) throws(ParallelError) -> [ResolutionWatch.End?] {
        if worktree.isEmpty {
            let followed = try coordinator.database.read { db throws(StoreError) in try RadarConflictTable.all(in: db) }
            return try records.map { record throws(ParallelError) in
                guard FileAccess.exists(record.repository) else { return nil }
                if let pairs = followed[record.id], !pairs.contains(where: \.isThere) {
                    return ResolutionWatch.End.worktreeGone
                }
                return try watch(coordinator.git(record.repository)).end(ofTried: record)
            }
        }
        guard FileAccess.exists(worktree) else {
            return records.map { FileAccess.exists($0.repository) ? ResolutionWatch.End.worktreeGone : nil }
        }
        let repository = try coordinator.repository(at: worktree)
        return try watch(coordinator.git(repository.workTree)).ends(records, gitDirectory: repository.gitDirectory)
    }

    private func watch(_ git: Git) -> ResolutionWatch {
        ResolutionWatch(git: git) { id in
            let suggestion = try? coordinator.database.read { db throws(StoreError) in
                try SuggestionTable.find(id: id, in: db)
            }
            return suggestion.flatMap { $0 }?.resolutionID
        }
    }

    private func concludeAll(
        _ results: some Sequence<(ConflictRecord, ResolutionWatch.End?)>
    ) throws(ParallelError) {
        let ended = results.filter { $0.1 != nil }
        if ended.isEmpty { return }
        try coordinator.database.write { db throws(StoreError) in
            for (record, end) in ended {
                guard let end else { continue }
                try conclude(record, end: end, in: db)
            }
        }
    }

    /// Records one end, inside a transaction.
    func conclude(
        _ record: ConflictRecord, end: ResolutionWatch.End, in db: Connection
    ) throws(StoreError) {
        try ConflictTable.resolve(
            record.id, strategy: end.strategy, blob: end.blob, at: coordinator.timestamp, why: end.why, in: db)
        try SuggestionTable.outdate(conflict: record.id, except: nil, in: db)
        try EventTable.append(
            "conflict.resolved", at: coordinator.timestamp, repository: record.repository, session: record.sessionID,
            worktree: record.worktree, cause: end.why ?? end.strategy.rawValue, detail: record.path.display, in: db)
    }

    /// Records the event that a conflict is new or open again.
    func announce(_ record: ConflictRecord, in db: Connection) throws(StoreError) {
        try EventTable.append(
            "conflict.detected", at: coordinator.timestamp, repository: record.repository,
            session: record.source.sessionID,
            worktree: record.worktree, cause: "\(record.type.rawValue) \(record.kind)",
            detail: record.path.display, in: db)
    }
}
