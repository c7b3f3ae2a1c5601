internal import Exec
package import GitProgram
package import HookCore

extension Git {
    /// Renews the data that the index has about its files, even if their filters cannot run.
    package func refreshRestoredIndex() throws(ParallelError) { try IndexCheckout.refresh(self) }

    /// Marks missing tracked files as left out, as in a sparse worktree.
    package func skipMissingFiles() throws(ParallelError) {
        let missing = try run(["ls-files", "--deleted", "-z"]).output
        if !missing.isEmpty { try run(["update-index", "--skip-worktree", "-z", "--stdin"], input: missing) }
    }
}
