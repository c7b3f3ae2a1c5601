import Testing

@testable import Coordinator

struct EventWordingTests {
    private func event(_ name: String, cause: String? = nil, detail: String? = nil) -> Event {
        Event(
            sequence: 1, at: "", repository: nil, sessionID: nil, worktree: nil, event: name, cause: cause,
            detail: detail)
    }

    @Test func `what no table names is not shown`() {
        for name in ["claim.taken", "stash.restored", "landing.queued", "branch.failed", "event.of-the-future"] {
            #expect(EventWording.cause(of: event(name, cause: "acme")) == nil)
            #expect(EventWording.detail(of: event(name, detail: "acme")) == nil)
        }
    }

    @Test func `of a sentence that goes on, only our own words are shown`() {
        let kept = event(
            "worktree.kept", cause: "it is locked: acme. What helps: git worktree unlock acme", detail: "acme")
        #expect(EventWording.cause(of: kept) == "it is locked …")
        #expect(EventWording.detail(of: kept) == nil)
        #expect(EventWording.cause(of: event("worktree.kept", cause: "acme")) == nil)
        #expect(EventWording.cause(of: event("session.released", cause: "released")) == "released")
        #expect(
            EventWording.cause(of: event("rescue.created", cause: "before a rebase onto acme")) == "before a rebase …")
    }

    @Test func `ids and numbers are shown`() {
        #expect(EventWording.detail(of: event("message.sent", detail: "note 12")) == "note 12")
        #expect(EventWording.cause(of: event("session.lost", cause: "process 12 is gone")) == "process 12 is gone")
    }
}
