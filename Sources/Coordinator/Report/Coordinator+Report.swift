package import HookCore
internal import Store

extension Coordinator {
    /// Makes the part of a report that comes from the database.
    /// - Parameters:
    ///   - limit: the largest number of events.
    ///   - repository: the repository around this command, which the database need not know.
    package func report(limit: Int, around repository: String?) throws(ParallelError) -> DatabaseReport {
        try database.read { db throws(StoreError) in
            let events = try EventTable.list(repository: nil, after: 0, limit: limit, in: db)
            // The values of the events come first: readers see their numbers.
            var names = Pseudonyms()
            names.add(repositories: events.compactMap(\.repository))
            names.add(events.compactMap(\.sessionID), as: "session")
            names.add(repositories: try ReportTable.repositories(in: db) + [repository].compactMap(\.self))
            names.add(events.compactMap(\.worktree), as: "worktree")
            names.add(try ReportTable.worktrees(in: db), as: "worktree")
            names.add(try ReportTable.sessions(in: db), as: "session")
            names.add(try ReportTable.branches(in: db), as: "branch")
            names.add(try ReportTable.names(in: db), as: "name")
            let redactor = Redactor(names)
            return DatabaseReport(
                rows: try ReportTable.rows(in: db), sessions: try ReportTable.sessionStates(in: db),
                worktrees: try ReportTable.worktreeStates(in: db),
                events: events.map { ReportedEvent($0, pseudonyms: names, with: redactor) }, pseudonyms: names)
        }
    }
}
