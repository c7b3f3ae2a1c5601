/// The session that a run names when a turn begins.
package struct StreamSession: Equatable, Sendable {
    /// The session's id, by which it can be resumed.
    package let id: String
    /// The version of Claude Code.
    package let version: String?
    /// The model.
    package let model: String?
}
