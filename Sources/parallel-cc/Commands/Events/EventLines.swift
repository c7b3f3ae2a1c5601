internal import CommandLineKit
internal import Coordinator

/// `Event` of the Coordinator, where a document has a type of that name.
typealias RecordedEvent = Event

/// `events` as text, one line each.
struct EventLines {
    let lines: [String]

    init(_ events: [RecordedEvent], style: Style) {
        lines = events.map { event in
            let about = [event.worktree, event.cause.map { "(\($0))" }, event.detail].compactMap { $0?.displayable }
            return
                ([
                    style.apply(.dim, to: "\(event.sequence)"), event.at,
                    style.apply(.bold, to: event.event.displayable),
                ] + about).joined(separator: "  ")
        }
    }
}
