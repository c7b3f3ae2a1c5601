internal import Coordinator
internal import Wiring

/// The answer of `events --json`.
struct EventsDocument: Encodable {
    struct Event: Encodable {
        let sequence: Int64
        let at: String
        let event: String
        @ExplicitNull var repository: String?
        @ExplicitNull var sessionId: String?
        @ExplicitNull var worktree: String?
        @ExplicitNull var cause: String?
        @ExplicitNull var detail: String?

        init(_ event: RecordedEvent) {
            sequence = event.sequence
            at = event.at
            self.event = event.event
            repository = event.repository
            sessionId = event.sessionID
            worktree = event.worktree
            cause = event.cause
            detail = event.detail
        }
    }

    let events: [Event]
    let total: Int

    init(_ events: [RecordedEvent]) {
        self.events = events.map(Event.init)
        total = events.count
    }
}
