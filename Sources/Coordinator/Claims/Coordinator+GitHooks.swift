internal import Exec
internal import GitKit
internal import GitProgram
package import HookCore

extension Coordinator {
    /// Returns the EXCLUSIVE claims of other living sessions that the commit touches which git is making in a worktree.
    /// - Parameters:
    ///   - index: the absolute path that git has put into `GIT_INDEX_FILE` for the commit.
    ///   - caller: the session that commits; nil: a person, who speaks for the session of the worktree, if there is
    ///     one.
    package func obstacles(
        toCommitAt directory: String, index: String?, by caller: Session?
    ) throws(ParallelError) -> [ClaimObstacle] {
        try obstacles(at: directory, caller: caller) { git, _ throws(ParallelError) in
            try (index.map(git.withIndex) ?? git).stagedPaths()
        }
    }

    /// Returns the EXCLUSIVE claims of other living sessions that a push touches. Commits that are older than a claim
    /// do not touch it.
    /// - Parameter updates: the bytes that git gives to a pre-push hook on standard input.
    package func obstacles(
        toPushAt directory: String, updates: [UInt8], by caller: Session?
    ) throws(ParallelError) -> [ClaimObstacle] {
        try obstacles(at: directory, caller: caller) { git, since throws(ParallelError) in
            try git.outgoingPaths(updates, since: since)
        }
    }

    /// Returns the claims whose targets cover a touched path.
    /// - Parameter paths: returns the touched paths; gets the time of the oldest claim, and is called only when there
    ///   are claims.
    private func obstacles(
        at directory: String, caller: Session?, paths: (Git, Int64) throws(ParallelError) -> [OutgoingPath]
    ) throws(ParallelError) -> [ClaimObstacle] {
        let repository = try repository(at: directory)
        // A submodule lies in its superproject, too.
        let locations = ClaimLocation.enclosing(repository.workTree + "/-")
        var claims: [(held: HeldClaim, start: [UInt8])] = []
        for location in locations where try settings(for: self.repository(at: location.root)).guardMode != "off" {
            claims += try self.claims(in: location.repository, mode: .exclusive).filter { held in
                held.session.id != caller?.id
                    && (caller != nil || !locations.contains { $0.root.isSame(as: held.session.worktreePath) })
            }.map { ($0, Array(location.path.dropLast())) }
        }
        guard let oldest = claims.map({ takenAt($0.held) }).min() else { return [] }
        let found = try paths(git(repository.workTree), oldest)
        return claims.compactMap { held, start in
            let touched = found.filter { path in
                held.claim.target.covers(start + path.path) && path.committedAt ?? .max >= takenAt(held)
            }
            if touched.isEmpty { return nil }
            return ClaimObstacle(
                held: held, paths: touched.map(\.path).sorted { $0.lexicographicallyPrecedes($1) })
        }
    }

    /// Returns the time of the grant in whole seconds, the unit of git's commit times.
    private func takenAt(_ held: HeldClaim) -> Int64 {
        (Timestamp(text: held.claim.takenAt)?.milliseconds ?? 0) / 1_000
    }

    /// Returns the directory where git looks for the hooks of the repository around a directory, and its common git
    /// directory. Returns nil where there is no repository. Needs no database.
    package static func gitHooks(
        around directory: String, environment: [String: String]
    ) -> (directory: String, commonDirectory: String)? {
        let git = Git(directory: directory, environment: environment)
        let absolute = ["rev-parse", "--path-format=absolute"]
        // Each is asked for by itself: a path may have a line break.
        guard let hooks = try? git.line(absolute + ["--git-path", "hooks"]),
            let common = try? git.line(absolute + ["--git-common-dir"])
        else { return nil }
        return (hooks, common)
    }
}
