package import HookCore

extension ParallelError.Code {
    /// A submodule has files or commits that exist only there.
    package static let unsavedSubmodule: Self = "unsaved-submodule"
}

/// A submodule of a linked worktree. git keeps its repository in the worktree's git directory, and removes it with
/// that.
package struct Submodule: Equatable, Sendable {
    /// git's name of the submodule. The name of a submodule inside another is `OUTER/modules/INNER`.
    package let name: String
    /// The absolute path of the submodule's own repository.
    package let gitDirectory: String
    /// The path in the worktree where the submodule is checked out; nil where it is not.
    package var checkout: String?

    /// The directory of the common git directory in which the submodules of removed worktrees wait while the files lie
    /// in the trash.
    package static let keptFolder = "parallel-cc.modules"
}
