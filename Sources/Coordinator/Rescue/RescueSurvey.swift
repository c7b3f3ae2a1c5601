/// The rescues that were found, and where none could be looked for.
package struct RescueSurvey: Sendable {
    /// Oldest first.
    package var rescues: [RescueInfo] = []
    /// One sentence for each repository that git cannot read.
    package var warnings: [String] = []
}
