/// What the database can tell others: numbers, and events under pseudonyms.
package struct DatabaseReport: Sendable {
    /// By table.
    package var rows: [String: Int]
    /// By state.
    package var sessions: [String: Int]
    /// By state.
    package var worktrees: [String: Int]
    /// The newest ones, oldest first.
    package var events: [ReportedEvent]
    /// For what is told besides.
    package var pseudonyms: Pseudonyms
}

/// An event as others may see it.
package struct ReportedEvent: Encodable, Equatable, Sendable {
    package let sequence: Int64
    package let at: String
    package let event: String
    package let repository: String?
    package let session: String?
    package let worktree: String?
    package let cause: String?
    package let detail: String?

    init(_ event: Event, pseudonyms: Pseudonyms, with redactor: Redactor) {
        sequence = event.sequence
        at = event.at
        self.event = event.event
        repository = event.repository.flatMap(pseudonyms.repository)
        session = event.sessionID.flatMap { pseudonyms.all[$0] }
        worktree = event.worktree.flatMap { pseudonyms.all[$0] }
        cause = EventWording.cause(of: event).map(redactor.redacted)
        detail = EventWording.detail(of: event).map(redactor.redacted)
    }
}
