internal import Coordinator
package import Files
internal import GitKit

/// The result of applying a suggestion, or of a trial.
package struct AppliedSuggestion: Sendable {
    /// The suggestion, in the state after the call.
    package let suggestion: Suggestion
    /// Whether the file was replaced; false for a trial.
    package let isApplied: Bool
    /// The id of the rescue with the worktree's former state; nil when nothing was done.
    package let rescue: String?
    /// The path of the former file, inside the repository, when it had to stay because another program may be writing
    /// to it; else nil.
    package let kept: PathBytes?
    /// Says that the former file had edits of the user's own, which the suggestion does not have; nil where it had
    /// none.
    package let leftOut: String?
    /// The number of lines that differ from the former file.
    package let linesChanged: Int
    /// Whether the result was parsed; false for text.
    package let isParsed: Bool
    /// The commands that succeeded in the worktree.
    package let verified: [String]
    /// Whether git was told that the conflict is resolved.
    package let isStaged: Bool
}
