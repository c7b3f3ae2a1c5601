/// A text that is not shown, whatever prints the value.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Keeps a text.
    package init(_ text: String) { self.text = text }

    /// Returns the text; only for what sends it to the model API.
    func reveal() -> String { text }

    /// A text in place of the secret.
    package var description: String { "(secret)" }
    /// A text in place of the secret.
    package var debugDescription: String { description }
    /// A mirror without parts.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
