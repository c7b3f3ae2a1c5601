internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

extension Coordinator {
    func makeRescueID() -> String { String(context.now().milliseconds, radix: 36) + "-" + context.makeSuffix() }

    /// Describes a worktree's directory and git directory, to be inspected or saved. Its files may lie elsewhere than
    /// at its path.
    /// - Parameter submodules: the paths of submodules that need no saving, in the index or not.
    func snapshotSource(
        _ worktree: WorktreeRecord, gitDirectory: String, workTree: String, submodules: Set<PathBytes> = []
    ) throws(ParallelError) -> SnapshotSource {
        let included = try database.read { db throws(StoreError) in try WorktreeTable.included(worktree.id, in: db) }
        var changed: [PathBytes] = []
        // As git names a repository that it does not know.
        var leftOut = Set(submodules.map { $0 + [0x2F] })
        let git = git(workTree)
        // A worktree that was adopted or restored has no record of its included files. They are known by name alone.
        let isUnrecorded = included.isEmpty && (worktree.sessionID == nil || worktree.isKept)
        let main = included.isEmpty && !isUnrecorded ? nil : mainCheckout(of: worktree.repository)
        for file in included {
            guard let now = FileVersion(file.path, in: workTree) else { continue }
            // A file that was only touched, or has other permissions, holds nothing that the main checkout does not.
            var isSame = now == file.version && now.isFine
            if !isSame, let main { isSame = try git.hasSameContent(file.path, as: main) }
            if !isSame {
                changed.append(file.path)
            } else if let main, try git.isLink(file.path, into: main) {
                // Of `worktree.symlinkDirectories`. All else that git does not ignore is saved like any other file.
                leftOut.insert(file.path)
            }
        }
        if isUnrecorded, let main {
            changed = try git.on(gitDirectory: gitDirectory, workTree: workTree)
                .includedFiles(patterns: main + "/.worktreeinclude", unlike: main)
        }
        return SnapshotSource(
            git: git, gitDirectory: gitDirectory, commonDirectory: worktree.repository, workTree: workTree,
            maxBytes: try settings(of: worktree).maxRescueBytes, ignoredFiles: changed,
            leftOut: leftOut,
            disposableBranch: worktree.branch.isSame(as: worktree.id) ? worktree.id : nil)
    }
}
