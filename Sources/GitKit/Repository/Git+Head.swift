internal import Exec
internal import GitProgram
package import HookCore

extension Git {
    /// Returns HEAD of the worktree at `directory`. libgit2 reads it where it can, else git.
    package func head() throws(ParallelError) -> Head {
        if let head = headByLibGit2 { return head }
        return Head(commit: try commitIfAny("HEAD"), branch: try currentBranch())
    }

    private var headByLibGit2: Head? {
        // A bound git directory must not be searched for: a directory in the trash lies inside another repository.
        if let boundDirectory { return try? LibGit2Repository(at: boundDirectory).head() }
        return try? LibGit2Repository(discoveringFrom: directory).head()
    }

    /// Returns the number of commits in the history of one commit that are not in another's. Both are full ids.
    package func commits(of commit: String, notIn other: String) throws(ParallelError) -> Int {
        if commit == other { return 0 }
        if let count = try? LibGit2Repository(discoveringFrom: directory).commits(of: commit, notIn: other) {
            return count
        }
        return Int(try unreplaced.line(["rev-list", "--count", commit, "--not", other])) ?? 0
    }
}
