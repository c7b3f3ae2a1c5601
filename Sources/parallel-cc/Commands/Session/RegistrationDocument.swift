internal import Coordinator
internal import Wiring

/// The answer of `register --json`.
struct RegistrationDocument: Encodable {
    let sessionId: String
    let worktreePath: String
    @ExplicitNull var worktreeName: String?
    let directory: String
    @ExplicitNull var branch: String?
    @ExplicitNull var name: String?
    let kind: String
    let repository: String
    let isNew: Bool
    let isMainRepo: Bool
    let parallelSessions: Int
    @ExplicitNull var portBase: Int?
    @ExplicitNull var notice: String?

    init(_ registration: Registration, notice: String?) {
        let session = registration.session
        sessionId = session.id
        worktreePath = session.worktreePath
        worktreeName = session.worktreeName
        directory = registration.directory
        branch = session.branch
        name = session.name
        kind = session.kind.rawValue
        repository = session.repository
        isNew = registration.isNew
        isMainRepo = registration.isMainCheckout
        parallelSessions = registration.parallelSessions
        portBase = registration.portBase
        self.notice = notice
    }
}
