/// Where an argument is shown.
package enum ArgumentVisibility: Sendable {
    /// Everywhere.
    case `default`
    /// Accepted, but shown neither in help nor in documents nor in completions.
    case hidden
}
