/// A call of a tool.
package struct StreamToolCall: Equatable, Sendable {
    /// The call's id.
    package let id: String
    /// The tool's name.
    package let name: String
}
