internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

extension Conflicts {
    /// The number of conflicts that are read together. The contents of some are in memory at once.
    private static let readTogether = 25
    /// The largest number of conflicts that one call reads. The rest is left for the next one.
    private static let maxRead = 250

    /// Examines conflicts that the radar has recorded, because the radar has no time for syntax trees. It costs one
    /// query when there are none.
    ///
    /// A conflict whose repository cannot be read stays unread.
    /// - Throws: the `database…` codes, `.interrupted`.
    func readConflicts(in repository: String? = nil) throws(ParallelError) {
        let unread = try coordinator.database.read { db throws(StoreError) in
            try UnreadTable.list(of: repository, limit: Self.maxRead, in: db)
        }
        let groups = Dictionary(grouping: unread) { Name($0.repository) }
        for (repository, conflicts) in groups.sorted(by: { $0.key < $1.key }) where FileAccess.exists(repository.text) {
            do throws(ParallelError) {
                for start in stride(from: 0, to: conflicts.count, by: Self.readTogether) {
                    try read(
                        conflicts[start..<min(start + Self.readTogether, conflicts.count)],
                        with: coordinator.git(repository.text))
                }
            } catch  where error.code == .interrupted || error.code.rawValue.hasPrefix("database") {
                throw error
            } catch {
                coordinator.context.narrate("conflicts in \(repository.text) cannot be looked into: \(error.message)")
            }
        }
    }

    private func read(_ conflicts: ArraySlice<UnreadConflict>, with git: Git) throws(ParallelError) {
        let assessor = ConflictAssessor(grammars: coordinator.grammars)
        let ids = conflicts.filter(\.stages.isContentConflict).flatMap { conflict in
            conflict.stages.versions.map(\.id).filter { conflict.texts[$0] == nil }
        }
        let blobs = try git.blobs(Set(ids), maxBytes: ConflictAssessor.maxBytes, areComplete: false)
        let findings = conflicts.map { ($0.id, $0.read(blobs, assessor: assessor)) }
        try coordinator.database.write { db throws(StoreError) in
            for (id, finding) in findings {
                // Another process may have examined it, or the files may have changed.
                guard var record = try ConflictTable.find(id: id, in: db), record.blobs == finding.stages.ids,
                    try UnreadTable.remove(id, in: db)
                else { continue }
                record.take(finding)
                try ConflictTable.describe(id, as: record, in: db)
            }
        }
    }
}
