package import Files
package import GitProgram
package import HookCore

extension ParallelError.Code {
    /// What would have to be saved is over the configured limit.
    package static let rescueTooLarge: Self = "rescue-too-large"
    /// A file could not be read, so it could not be saved.
    package static let unreadableFile: Self = "unreadable-file"
    /// A repository of its own lies inside.
    package static let nestedRepository: Self = "nested-repository"
}

/// A worktree about to be saved: where its two halves are. The working tree may already lie in the trash.
package struct SnapshotSource: Sendable {
    package let gitDirectory: String
    package let commonDirectory: String
    package let workTree: String
    /// The limit for the bytes of files to be stored.
    package let maxBytes: UInt64
    /// Ignored files to be saved as well: those that we brought and somebody changed since.
    package let ignoredFiles: [PathBytes]
    /// Untracked files that we brought and nobody changed: nothing to save.
    package let unchangedFiles: Set<PathBytes>
    /// A branch that may go with the worktree, and its reflog with it.
    package let disposableBranch: String?
    /// Runs in the worktree's surroundings.
    let git: Git

    package init(
        git: Git, gitDirectory: String, commonDirectory: String, workTree: String, maxBytes: UInt64,
        ignoredFiles: [PathBytes], unchangedFiles: Set<PathBytes> = [], disposableBranch: String? = nil
    ) {
        self.git = git.on(gitDirectory: gitDirectory, workTree: workTree)
        self.gitDirectory = gitDirectory
        self.commonDirectory = commonDirectory
        self.workTree = workTree
        self.maxBytes = maxBytes
        self.ignoredFiles = ignoredFiles
        self.unchangedFiles = unchangedFiles
        self.disposableBranch = disposableBranch
    }

    package var ownReferences: OwnReferences { OwnReferences(git: git, gitDirectory: gitDirectory) }

    /// The directory in which the files of a place lie.
    func root(_ place: PrivateFile.Place) -> String {
        switch place {
        case .workTree: workTree
        case .gitDirectory: gitDirectory
        }
    }

    /// What there is to save, without saving it.
    package func inspect() throws(ParallelError) -> SnapshotContents {
        let named = try inspectNamed(IndexSurvey(gitDirectory: gitDirectory))
        return named.with(
            unseen: try UnseenFiles.list(
                git, workTree: workTree, status: named.status,
                others: unchangedFiles.union(named.inGitlinks.values.joined())))
    }

    /// The same without the files that git passes over, for whoever has looked at the index already and counts the files.
    package func inspectNamed(_ survey: IndexSurvey?) throws(ParallelError) -> SnapshotContents {
        let head = try git.head()
        let status = try git.workTreeStatus().without(unchangedFiles)
        let branchLog = disposableBranch.map { commonDirectory + "/logs/refs/heads/" + $0 }
        let unreachable = try UnreachableCommits(git: git, gitDirectory: gitDirectory, branchLog: branchLog).heads()
        let flagged = try FlaggedFiles(git: git, workTree: workTree, survey: survey).look()
        let converted = try ConvertedFiles(
            git: git, gitDirectory: gitDirectory, commonDirectory: commonDirectory, workTree: workTree, survey: survey
        ).changed(status)
        let drifted = try DriftedFiles(git: git, gitDirectory: gitDirectory, workTree: workTree).changed(status)
        let found = Set(flagged.changed).union(converted)
        let hidden = converted.filter { !flagged.changed.contains($0) } + drifted.filter { !found.contains($0) }
        let named = Set(flagged.changed + hidden + status.entries.filter(\.differsFromIndex).map(\.path))
        let unstored = try UnstoredFiles(git: git, gitDirectory: gitDirectory, commonDirectory: commonDirectory)
            .list(without: named)
        return SnapshotContents(
            head: head, status: status, flagged: flagged.changed,
            inGitlinks: try GitlinkFiles(git: git, workTree: workTree, survey: survey).list(),
            converted: hidden + unstored,
            unseen: [], ignored: ignoredFiles, unreachableCommits: unreachable,
            operation: try git.operationInProgress(gitDirectory: gitDirectory),
            hasOwnReferences: try OwnReferences(git: git, gitDirectory: gitDirectory).exist(),
            hasMessage: WorktreeStateFiles.holdMessage(gitDirectory), shown: flagged.shown)
    }
}
