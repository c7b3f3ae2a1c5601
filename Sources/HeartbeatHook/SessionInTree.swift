import HookCore

/// A session of the repository, and where it works.
struct SessionInTree {
    let session: KnownSession
    /// Branches that parallel-cc made for the session; the session may have checked out another one since.
    let ownBranches: [String]

    /// The own branches and the one that is checked out in the worktree now. Reads files.
    var branches: Set<Name> {
        Set((ownBranches + [CheckedOut.branch(at: session.worktree)].compactMap { $0 }).map(Name.init))
    }

    /// Whether the session may write in a tree: it works there, or its last tool call came from there.
    func isAtWork(in root: String, beats: BeatDirectory) -> Bool {
        if session.worktree.isSame(as: root) { return true }
        guard let directory = beats.read(for: session.process)?.cwd else { return false }
        // A worktree may lie inside another one.
        return FilePath.lies(directory, in: root) && ClaimLocation.around(directory)?.root.isSame(as: root) == true
    }
}
