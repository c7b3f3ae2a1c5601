/// The present activity of a living session, by its last hook. It never means that the session is dead.
package enum Activity: String, CaseIterable, Hashable, Sendable {
    /// The session is registered; no hook has run yet.
    case starting
    /// The model works.
    case busy
    /// A tool runs; `Beat.tool` names it.
    case inTool = "in-tool"
    /// A question to the user is open: a permission, a dialog.
    case waiting
    /// The turn is over.
    case idle
}
