internal import Exec
internal import GitProgram
package import HookCore

extension Git {
    /// HEAD of the worktree at `directory`, by libgit2 where it can.
    package func head() throws(ParallelError) -> Head {
        if let head = headByLibGit2 { return head }
        return Head(commit: try commitIfAny("HEAD"), branch: try currentBranch())
    }

    private var headByLibGit2: Head? {
        // A bound one must not be looked for: what lies around a directory in the trash is another repository.
        if let boundDirectory { return try? LibGit2Repository(at: boundDirectory).head() }
        return try? LibGit2Repository(discoveringFrom: directory).head()
    }

    /// How many commits one commit has that another has not. Both are full ids.
    package func commits(of commit: String, notIn other: String) throws(ParallelError) -> Int {
        if commit == other { return 0 }
        if let count = try? LibGit2Repository(discoveringFrom: directory).commits(of: commit, notIn: other) {
            return count
        }
        return Int(try unreplaced.line(["rev-list", "--count", commit, "--not", other])) ?? 0
    }
}
