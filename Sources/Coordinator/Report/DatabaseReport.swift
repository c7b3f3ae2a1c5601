/// The part of a report that comes from the database: numbers, and events under pseudonyms.
package struct DatabaseReport: Sendable {
    /// The number of rows by table.
    package var rows: [String: Int]
    /// The number of sessions by state.
    package var sessions: [String: Int]
    /// The number of worktrees by state.
    package var worktrees: [String: Int]
    /// The newest events, oldest first.
    package var events: [ReportedEvent]
    /// The pseudonyms for the other parts of the report.
    package var pseudonyms: Pseudonyms
}

/// An event as other people may see it.
package struct ReportedEvent: Encodable, Equatable, Sendable {
    /// The number of the event in the database.
    package let sequence: Int64
    /// The time in ISO-8601 with Z.
    package let at: String
    /// The kind of the event.
    package let event: String
    /// The pseudonym of the repository.
    package let repository: String?
    /// The pseudonym of the session.
    package let session: String?
    /// The pseudonym of the worktree; nil when the column holds no worktree.
    package let worktree: String?
    /// The part of the cause that `EventWording` permits, redacted.
    package let cause: String?
    /// The part of the detail that `EventWording` permits, redacted.
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
