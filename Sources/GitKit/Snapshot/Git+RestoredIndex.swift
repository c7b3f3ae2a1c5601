internal import Exec
package import GitProgram
package import HookCore

extension Git {
    /// Renews what the index knows of its files, whether or not their filters can run.
    package func refreshRestoredIndex() throws(ParallelError) { try IndexCheckout.refresh(self) }

    /// Tells git not to want the tracked files that are not there, as in a sparse worktree.
    package func skipMissingFiles() throws(ParallelError) {
        let missing = try run(["ls-files", "--deleted", "-z"]).output
        if !missing.isEmpty { try run(["update-index", "--skip-worktree", "-z", "--stdin"], input: missing) }
    }
}
