package import GitKit

/// The rescues that were found, and where none could be looked for.
package struct RescueSurvey: Sendable {
    /// Oldest first.
    package var rescues: [RescueInfo] = []
    /// Those whose commits are gone, with the common git directories that name them.
    package var broken: [(rescue: BrokenRescue, repository: String)] = []
    /// One sentence for each repository that git cannot read.
    package var warnings: [String] = []
}
