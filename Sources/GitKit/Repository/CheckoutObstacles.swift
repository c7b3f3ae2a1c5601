package import Files
package import GitProgram
package import HookCore

/// The things that git would destroy, without a word, by moving a clean checkout from one commit to another.
package struct CheckoutObstacles: Equatable, Sendable {
    /// Files that it would overwrite or delete and whose bytes git has nowhere, though it calls them unchanged.
    package let hidden: [PathBytes]
    /// Directories that would become files.
    package let covered: [CoveredDirectory]
    /// An operation in progress, whose message and state would go; nil for none.
    package let operation: OperationInProgress?
    /// The files in the git directory with messages that wait for the next commit.
    package let messages: [String]

    package var isEmpty: Bool { hidden.isEmpty && covered.isEmpty && operation == nil && messages.isEmpty }
}

extension Git {
    /// Returns the things that a move of the checkout at `directory` would destroy.
    /// - Throws: `.unreadableFile`, `.gitFailed`.
    package func obstacles(from old: String, to new: String) throws(ParallelError) -> CheckoutObstacles {
        let changes = try changedFiles(from: old, to: new)
        let hidden = try hiddenChanges(changes)
        let covered = try CoveredDirectories(changes, hidden: hidden, in: directory).list()
        let gitDirectory = try line(["rev-parse", "--absolute-git-dir"])
        return CheckoutObstacles(
            hidden: hidden.filter { file in !covered.contains { file.starts(with: $0.path + [0x2F]) } },
            covered: covered, operation: try operationInProgress(gitDirectory: gitDirectory),
            messages: WorktreeStateFiles.messages(gitDirectory).map { "\(gitDirectory)/\($0)" })
    }

    /// Directories of the checkout at `directory` that a move would turn into files, with what only they have.
    /// - Throws: `.unreadableFile`, `.gitFailed`.
    package func coveredDirectories(from old: String, to new: String) throws(ParallelError) -> [CoveredDirectory] {
        try CoveredDirectories(changedFiles(from: old, to: new), hidden: [], in: directory).list()
    }
}
