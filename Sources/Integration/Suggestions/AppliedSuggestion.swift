internal import Coordinator
package import Files
internal import GitKit

/// What came of applying a suggestion, or would come of it.
package struct AppliedSuggestion: Sendable {
    package let suggestion: Suggestion
    /// Whether the file was replaced; false for a mere trial.
    package let isApplied: Bool
    /// The rescue that holds the worktree as it was before; nil where nothing was done.
    package let rescue: String?
    /// Where the file as it was lies too, inside the repository, because another program may be writing to it; else nil.
    package let kept: PathBytes?
    /// Lines that differ from the file as it was.
    package let linesChanged: Int
    /// Whether the result was parsed; false for text.
    package let isParsed: Bool
    /// The commands that found nothing wrong with the worktree.
    package let verified: [String]
    package let isStaged: Bool
}
