/// What a living session is doing, as its hooks last said. Never says that it is dead.
package enum Activity: String, CaseIterable, Hashable, Sendable {
    /// Registered; no hook has been heard yet.
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
