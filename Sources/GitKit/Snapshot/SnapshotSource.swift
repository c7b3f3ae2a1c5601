package import Files
package import GitProgram
package import HookCore

extension ParallelError.Code {
    /// The files to be saved are larger than the configured limit.
    package static let rescueTooLarge: Self = "rescue-too-large"
    /// A file could not be read, so it could not be saved.
    package static let unreadableFile: Self = "unreadable-file"
    /// A repository of its own lies in the worktree.
    package static let nestedRepository: Self = "nested-repository"
}

/// A worktree that is about to be saved: its git directory and its working tree. The working tree may already lie in
/// the trash.
package struct SnapshotSource: Sendable {
    /// The worktree's own git directory.
    package let gitDirectory: String
    /// The common git directory of its repository.
    package let commonDirectory: String
    /// The path of the working tree at present.
    package let workTree: String
    /// The limit for the size of files to be stored, in bytes.
    package let maxBytes: UInt64
    /// The ignored files that are saved too: parallel-cc copied them into the worktree, and they have changed since.
    package let ignoredFiles: [PathBytes]
    /// Untracked paths that are not to be saved: repositories of submodules, with a slash at the end, which are looked
    /// at on their own, and links that parallel-cc has made.
    package let leftOut: Set<PathBytes>
    /// The branch that may be deleted with the worktree, and its reflog with it.
    package let disposableBranch: String?
    /// Whether files that fewer people may read than the repository's objects are kept beside these (`PrivateFolder`).
    /// False where there is no other user, and everything must be in objects.
    package let keepsPrivateFilesApart: Bool
    /// Whether the files of repositories inside of the worktree are saved like untracked ones. Otherwise nothing is
    /// saved where git's status names such a repository.
    package let takesNestedFiles: Bool
    /// A git bound to the worktree.
    let git: Git

    /// A worktree about to be saved. The source binds `git` to it.
    package init(
        git: Git, gitDirectory: String, commonDirectory: String, workTree: String, maxBytes: UInt64,
        ignoredFiles: [PathBytes], leftOut: Set<PathBytes> = [], disposableBranch: String? = nil,
        keepsPrivateFilesApart: Bool = true, takesNestedFiles: Bool = false
    ) {
        self.git = git.on(gitDirectory: gitDirectory, workTree: workTree)
        self.gitDirectory = gitDirectory
        self.commonDirectory = commonDirectory
        self.workTree = workTree
        self.maxBytes = maxBytes
        self.ignoredFiles = ignoredFiles
        self.leftOut = leftOut
        self.disposableBranch = disposableBranch
        self.keepsPrivateFilesApart = keepsPrivateFilesApart
        self.takesNestedFiles = takesNestedFiles
    }

    /// The worktree's own references.
    package var ownReferences: OwnReferences { OwnReferences(git: git, gitDirectory: gitDirectory) }

    /// Returns the directory in which the files of a place lie.
    func root(_ place: PrivateFile.Place) -> String {
        switch place {
        case .workTree: workTree
        case .gitDirectory: gitDirectory
        }
    }

    /// Returns the contents that would be saved, without saving them.
    package func inspect() throws(ParallelError) -> SnapshotContents {
        let named = try inspectNamed(IndexSurvey(gitDirectory: gitDirectory))
        let unseen = try UnseenFiles.list(
            git, workTree: workTree, status: named.status, others: leftOut.union(named.inGitlinks.values.joined()))
        return takesNestedFiles ? try withNestedFiles(named, unseen: unseen) : named.with(unseen: unseen)
    }

    private func withNestedFiles(
        _ contents: SnapshotContents, unseen: [PathBytes]
    ) throws(ParallelError) -> SnapshotContents {
        let nested = NestedFiles(git: git, workTree: workTree)
        let gitlinks = Set(contents.status.entries.filter(\.isGitlink).map(\.path))
        var (found, inGitlinks) = (unseen, contents.inGitlinks)
        let roots = NestedFiles.roots(contents.status, in: workTree)
        for root in roots {
            let files = try nested.list(root)
            if gitlinks.contains(root) { inGitlinks[root] = files } else { found += files }
        }
        return contents.with(unseen: found, inGitlinks: inGitlinks, nested: roots)
    }

    /// Returns the contents without the files that git passes over, for callers that have surveyed the index and count
    /// the files themselves.
    package func inspectNamed(_ survey: IndexSurvey?) throws(ParallelError) -> SnapshotContents {
        let head = try git.head()
        let status = try git.workTreeStatus().without(leftOut)
        let branchLog = disposableBranch.map { commonDirectory + "/logs/refs/heads/" + $0 }
        let unreachable = try UnreachableCommits(git: git, gitDirectory: gitDirectory, branchLog: branchLog).heads()
        let flagged = try FlaggedFiles(git: git, workTree: workTree, survey: survey).search()
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
            hasMessage: WorktreeStateFiles.holdMessage(gitDirectory)
                || !OwnStateFiles(gitDirectory: gitDirectory, commonDirectory: commonDirectory).paths.isEmpty,
            resolveUndo: survey?.hasResolveUndo == false ? ResolveUndo() : try ResolveUndo(git),
            shown: flagged.shown)
    }
}
