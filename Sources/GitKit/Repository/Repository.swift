package import HookCore

extension ParallelError.Code {
    /// The directory lies in no repository.
    package static let notARepository: Self = "not-a-repository"
    /// The repository has no checkout.
    package static let bareRepository: Self = "bare-repository"
    /// git or libgit2 refuses the repository: foreign owner, unknown format.
    package static let unusableRepository: Self = "unusable-repository"
}

/// A git object store, seen from one of its worktrees.
package struct Repository: Equatable, Sendable {
    /// The real path of the common git directory: the repository's identity.
    package let commonDirectory: String
    /// The git directory of the worktree that was asked for; equal to `commonDirectory` in the main checkout.
    package let gitDirectory: String
    /// The root of the worktree that was asked for.
    package let workTree: String
    /// The root of the main checkout; nil where the repository has none (bare) or it cannot be known.
    package let mainCheckout: String?

    /// Whether the worktree that was asked for is a linked one.
    package var isLinkedWorktree: Bool { !gitDirectory.isSame(as: commonDirectory) }
}
