internal import Files
internal import GitKit
internal import HookCore

/// A worktree with nothing to save. Finding that out takes no second look at every file.
///
/// git itself looks at every file. It does not report repositories inside of the worktree, or changes during the look.
/// So each directory is checked: none but the root may hold a `.git`, and all are watched from before git looks until
/// after the move.
struct CleanWorktree {
    let head: Head
    /// The size of its tracked files, by the index, and of the ignored ones.
    let bytes: UInt64
    private let watch: TreeWatch
    private let state: TreeFingerprint

    /// Looks for work in a worktree and starts watching it.
    /// - Returns: nil for a worktree that must be examined closely, because it holds work or something unusual.
    static func find(
        _ coordinator: Coordinator, worktree: WorktreeRecord, administration: WorktreeAdministration?,
        wasReady: Bool
    ) throws(ParallelError) -> CleanWorktree? {
        guard wasReady, let directory = administration?.directory, FileAccess.isRegularFile(worktree.path + "/.git"),
            !WorktreeSubmodules.exist(in: directory), let survey = IndexSurvey(gitDirectory: directory),
            !survey.hasGitlinks,
            let watch = TreeWatch(worktree.path, directories: survey.directories)
        else { return nil }
        // This list is made after the watches are set: they see a directory that is made from now on.
        let unwatched = TreeWatch.unwatched(worktree.path, directories: survey.directories)
        let state = TreeFingerprint.of(gitDirectory: directory)
        let source = try coordinator.snapshotSource(worktree, gitDirectory: directory, workTree: worktree.path)
        let contents = try source.inspectNamed(survey)
        guard contents.isEmpty, !contents.status.hasWarnings else { return nil }
        // A file written into an ignored directory is ignored. In any other directory, like an empty one, it is work.
        let ignored = Set(contents.status.ignored)
        guard unwatched.directories.allSatisfy({ ignored.contains($0 + [0x2F]) }) else { return nil }
        // A file more than git has named is one that git does not see, like a name that differs only by case.
        let known = survey.count + contents.status.leftOut + ignored.count { $0.last != 0x2F }
        guard unwatched.otherCount == known else { return nil }
        var bytes = survey.bytes
        for path in contents.status.ignored {
            guard let size = size(of: path, in: worktree.path) else { return nil }
            bytes += size
        }
        return CleanWorktree(head: contents.head, bytes: bytes, watch: watch, state: state)
    }

    /// Whether nothing has changed in the worktree since the look. Ask after the worktree was moved away.
    func isUndisturbed(_ administration: WorktreeAdministration?) -> Bool {
        guard watch.isQuiet, state.isSettled, let administration else { return false }
        return TreeFingerprint.of(gitDirectory: administration.directory).matches(state)
    }

    /// Returns the bytes of an ignored path; nil when it holds a repository, a mount or something unreadable.
    private static func size(of path: PathBytes, in root: String) -> UInt64? {
        guard path.last == 0x2F else { return FileVersion(path, in: root).map { UInt64(max(0, $0.size)) } }
        let absolute = root + "/" + path.dropLast().display
        if FileAccess.exists(absolute + "/.git") { return nil }
        let tree = TreeFingerprint.of(absolute)
        let isPlain = tree.nestedRepositories.isEmpty && tree.unreadable.isEmpty && tree.mountPoints.isEmpty
        return isPlain ? tree.bytes : nil
    }
}
