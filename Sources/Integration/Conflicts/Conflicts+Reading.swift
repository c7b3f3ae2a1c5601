internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

extension Conflicts {
    /// At a time; contents of some are in memory at once.
    private static let readTogether = 25
    /// More are left for the next time.
    private static let maxRead = 250

    /// Looks into conflicts that the radar has seen: it has no time for syntax trees. One query when there are none.
    ///
    /// What a repository cannot tell now stays as it is.
    /// - Throws: the `database…` codes, `.interrupted`.
    func readConflicts(in repository: String? = nil) throws(ParallelError) {
        let unread = try coordinator.database.read { db throws(StoreError) in
            try UnreadTable.list(of: repository, limit: Self.maxRead, in: db)
        }
        let groups = Dictionary(grouping: unread) { $0.repository }
        for (repository, conflicts) in groups.sorted(by: { $0.key < $1.key }) where FileAccess.exists(repository) {
            do throws(ParallelError) {
                for start in stride(from: 0, to: conflicts.count, by: Self.readTogether) {
                    try read(
                        conflicts[start..<min(start + Self.readTogether, conflicts.count)],
                        with: coordinator.git(repository))
                }
            } catch  where error.code == .interrupted || error.code.rawValue.hasPrefix("database") {
                throw error
            } catch {
                coordinator.context.narrate("conflicts in \(repository) cannot be looked into: \(error.message)")
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
                // Somebody else may have looked into it, or the files are others by now.
                guard var record = try ConflictTable.find(id: id, in: db), record.blobs == finding.stages.ids,
                    try UnreadTable.remove(id, in: db)
                else { continue }
                record.take(finding)
                try ConflictTable.describe(id, as: record, in: db)
            }
        }
    }
}
