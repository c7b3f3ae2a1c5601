package import GitKit

/// The rescues that were found, and the repositories that could not be searched.
package struct RescueSurvey: Sendable {
    /// The readable rescues, oldest first.
    package var rescues: [RescueInfo] = []
    /// Rescues whose commits are gone, with the common git directories that name them.
    package var broken: [(rescue: BrokenRescue, repository: String)] = []
    /// Sentences about repositories that git cannot read and about broken rescues, one for each.
    package var warnings: [String] = []
}
