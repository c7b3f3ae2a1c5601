internal import Coordinator
internal import Glibc
internal import HookCore
internal import Wiring

/// Between paths as typed and targets of claims.
enum ClaimedPath {
    /// In the worktrees around it, the innermost first: a submodule lies in its superproject, too.
    /// - Throws: `invalid-path` for one outside every worktree.
    private static func locations(_ typed: String) throws(ParallelError) -> [ClaimLocation] {
        let places = ClaimLocation.enclosing(ProgramEnvironment.current.absolute(typed))
        if !places.isEmpty { return places }
        throw ParallelError(
            "invalid-path", operation: "claim", subject: typed, message: "the path is in no worktree of a repository")
    }

    /// In the innermost worktree around it.
    /// - Throws: `invalid-path` for one outside every worktree.
    static func location(_ typed: String) throws(ParallelError) -> ClaimLocation { try locations(typed)[0] }

    /// In a worktree of the session's repository.
    /// - Throws: `invalid-path` for one outside.
    static func location(_ typed: String, for session: Session) throws(ParallelError) -> ClaimLocation {
        if let found = try locations(typed).first(where: { $0.repository == session.repository }) { return found }
        throw ParallelError(
            "invalid-path", operation: "claim", subject: typed,
            message: "the path is not in the repository of session \(session.id)")
    }

    /// A directory that exists, or a path that ends with a slash, means everything below it.
    static func target(_ typed: String, location: ClaimLocation) -> ClaimTarget {
        var status = stat()
        let full = location.root + "/" + String(decoding: location.path, as: UTF8.self)
        let isDirectory = typed.hasSuffix("/") || (lstat(full, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR)
        return ClaimTarget(isDirectory ? .directory : .path, at: location.path)
    }
}
