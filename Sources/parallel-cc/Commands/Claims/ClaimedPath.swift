internal import Coordinator
internal import Glibc
internal import HookCore
internal import Wiring

/// Turns typed paths into targets of claims.
enum ClaimedPath {
    /// The locations in the worktrees around a path, the innermost first: a submodule lies in its superproject, too.
    /// - Throws: `invalid-path` for a path outside of every worktree.
    private static func locations(_ typed: String) throws(ParallelError) -> [ClaimLocation] {
        let enclosing = ClaimLocation.enclosing(ProgramEnvironment.current.absolute(typed))
        if !enclosing.isEmpty { return enclosing }
        throw ParallelError(
            "invalid-path", operation: "claim", subject: typed, message: "the path is in no worktree of a repository")
    }

    /// The location in the innermost worktree around a path.
    /// - Throws: `invalid-path` for a path outside of every worktree.
    static func location(_ typed: String) throws(ParallelError) -> ClaimLocation { try locations(typed)[0] }

    /// The location in a worktree of the session's repository.
    /// - Throws: `invalid-path` for a path outside of it.
    static func location(_ typed: String, for session: Session) throws(ParallelError) -> ClaimLocation {
        if let found = try locations(typed).first(where: { $0.repository.isSame(as: session.repository) }) {
            return found
        }
        throw ParallelError(
            "invalid-path", operation: "claim", subject: typed,
            message: "the path is not in the repository of session \(session.id)")
    }

    /// Returns the target that a path means: everything below it for a directory that exists and for a path that ends
    /// with a slash.
    static func target(_ typed: String, location: ClaimLocation) -> ClaimTarget {
        var status = stat()
        let full = location.root + "/" + String(decoding: location.path, as: UTF8.self)
        let isDirectory = typed.hasSuffix("/") || (lstat(full, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR)
        return ClaimTarget(isDirectory ? .directory : .path, at: location.path)
    }
}
