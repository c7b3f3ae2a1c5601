/// The places where an argument is shown.
package enum ArgumentVisibility: Sendable {
    /// Shown in help, documents and completions.
    case `default`
    /// Accepted, but shown neither in help nor in documents nor in completions.
    case hidden
}
