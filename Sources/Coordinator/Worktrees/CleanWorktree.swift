internal import Files
internal import GitKit
internal import HookCore

/// A worktree that holds nothing to save, found out without looking at every file twice.
///
/// git itself looks at every file. What it does not tell (repositories inside, changes while it looks) is asked for by
/// directory: none but the root may hold a `.git`, and all are watched from before git looks until after the move.
struct CleanWorktree {
    let head: Head
    /// Of its files, as the index has their sizes, and of the ignored ones.
    let bytes: UInt64
    private let watch: TreeWatch
    private let state: TreeFingerprint

    /// - Returns: nil for one that must be looked at closely, because it holds work or something unusual.
    static func look(
        _ coordinator: Coordinator, worktree: WorktreeRecord, administration: WorktreeAdministration?,
        wasReady: Bool
    ) throws(ParallelError) -> CleanWorktree? {
        guard wasReady, let directory = administration?.directory, FileAccess.isRegularFile(worktree.path + "/.git"),
            !WorktreeSubmodules.exist(in: directory), let survey = IndexSurvey(gitDirectory: directory),
            !survey.hasGitlinks,
            let watch = TreeWatch(worktree.path, directories: survey.directories)
        else { return nil }
        // Looked for after the watches are set: one that is made from now on is seen by them.
        let unwatched = TreeWatch.unwatched(worktree.path, directories: survey.directories)
        let state = TreeFingerprint.of(gitDirectory: directory)
        let source = try coordinator.snapshotSource(worktree, gitDirectory: directory, workTree: worktree.path)
        let contents = try source.inspectNamed(survey)
        guard contents.isEmpty, !contents.status.hasWarnings else { return nil }
        // What is written into an ignored directory is ignored; into any other, such as an empty one, it is work.
        let ignored = Set(contents.status.ignored)
        guard unwatched.directories.allSatisfy({ ignored.contains($0 + [0x2F]) }) else { return nil }
        // One more than git has named is one that git does not see, such as a name that differs only by case.
        let known = survey.count + contents.status.leftOut + ignored.count { $0.last != 0x2F }
        guard unwatched.otherCount == known else { return nil }
        var bytes = survey.bytes
        for path in contents.status.ignored {
            guard let size = size(of: path, in: worktree.path) else { return nil }
            bytes += size
        }
        return CleanWorktree(head: contents.head, bytes: bytes, watch: watch, state: state)
    }

    /// Whether nobody has touched it since; to be asked when it has been moved out of everybody's way.
    func isUndisturbed(_ administration: WorktreeAdministration?) -> Bool {
        guard watch.isQuiet, let administration else { return false }
        return TreeFingerprint.of(gitDirectory: administration.directory).matches(state)
    }

    /// Bytes of something ignored; nil when a repository, a mount or something unreadable is in it.
    private static func size(of path: PathBytes, in root: String) -> UInt64? {
        guard path.last == 0x2F else { return FileVersion(path, in: root).map { UInt64(max(0, $0.size)) } }
        let place = root + "/" + path.dropLast().display
        if FileAccess.exists(place + "/.git") { return nil }
        let tree = TreeFingerprint.of(place)
        let isPlain = tree.nestedRepositories.isEmpty && tree.unreadable.isEmpty && tree.mountPoints.isEmpty
        return isPlain ? tree.bytes : nil
    }
}
