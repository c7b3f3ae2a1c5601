internal import Exec
package import GitProgram
package import HookCore

extension Git {
    /// Renews the data that the index has about its files, even if their filters cannot run.
    package func refreshRestoredIndex() throws(ParallelError) {
        try IndexCheckout.refresh(whole)
        try splitIndex()
    }

    /// Marks missing tracked files as left out, as in a sparse worktree.
    package func skipMissingFiles() throws(ParallelError) {
        let missing = try whole.run(["ls-files", "--deleted", "-z"]).output
        if !missing.isEmpty { try whole.run(["update-index", "--skip-worktree", "-z", "--stdin"], input: missing) }
    }

    /// A git whose index is one file that names all files. git 2.39 cannot read a saved index that was split and
    /// sparse, nor one that it has written itself after that.
    var whole: Git { setting("index.sparse", value: "false").setting("core.splitIndex", value: "false") }

    /// Puts the halves of a split index together.
    func joinIndex() throws(ParallelError) {
        // Only when they are one file does git see the directories that are to be expanded.
        for _ in 0..<2 { try whole.run(["update-index", "--force-write-index"]) }
    }

    /// Splits it again where it is to be split; that it is to be sparse holds again the next time git writes it.
    private func splitIndex() throws(ParallelError) {
        let wanted = try run(["config", "--type=bool", "--get", "core.splitIndex"], statuses: [0, 1])
        guard wanted.text.hasPrefix("true") else { return }
        try setting("index.sparse", value: "false").run(["update-index", "--split-index"])
    }
}
