package import HookCore

extension ParallelError.Code {
    /// A submodule has something that is nowhere else.
    package static let unsavedSubmodule: Self = "unsaved-submodule"
}

/// A submodule of a linked worktree: git keeps its repository in the worktree's git directory, and takes it away with that.
package struct Submodule: Equatable, Sendable {
    /// What git calls it; one inside another is `OUTER/modules/INNER`.
    package let name: String
    package let gitDirectory: String
    /// Where in the worktree it is checked out; nil where it is not.
    package var place: String?

    /// The directory of the common git directory in which those of removed worktrees wait, while the files lie in the trash.
    package static let keptFolder = "parallel-cc.modules"
}
