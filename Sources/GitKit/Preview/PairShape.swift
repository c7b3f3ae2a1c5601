/// The shape of a merge by the changed paths of both sides, before any content is read.
enum PairShape {
    /// No path meets another: git would merge without a conflict.
    case apart
    /// The sides meet only where both have changed the text of a file; each of these has to be merged.
    case meetsIn([MeetingFile])
    /// Renames, modes, directories, submodules or links are involved. Only `git merge-tree` can tell.
    case intricate

    /// Compares the changed paths of two sides.
    ///
    /// See gitdiffcore(7) and "directory rename detection" in git-config(1): a rename needs a path that is gone and one
    /// that is new on the same side. It matters when the other side touches the old path or, where a whole directory
    /// was renamed, adds to that directory.
    init(ours: SideChanges, theirs: SideChanges) {
        guard !Self.clash(one: ours, other: theirs), !Self.clash(one: theirs, other: ours),
            !Self.addsToRenamed(one: ours, other: theirs),
            !Self.addsToRenamed(one: theirs, other: ours)
        else {
            self = .intricate
            return
        }
        let mayRename =
            ours.mayRename || theirs.mayRename || (ours.hasDeletions && theirs.hasAdditions)
            || (theirs.hasDeletions && ours.hasAdditions)
        let (few, many) = ours.byPath.count <= theirs.byPath.count ? (ours, theirs) : (theirs, ours)
        var meetings: [MeetingFile] = []
        for path in few.byPath.keys {
            guard many.byPath[path] != nil, let left = ours.byPath[path], let right = theirs.byPath[path] else {
                continue
            }
            if left.new == right.new {
                // The file was removed on both sides, and may have been renamed on one.
                if left.new != nil || !mayRename { continue }
                self = .intricate
                return
            }
            guard let meeting = MeetingFile(left: left, right: right), !meeting.isAddition || !mayRename else {
                self = .intricate
                return
            }
            meetings.append(meeting)
        }
        self = meetings.isEmpty ? .apart : .meetsIn(meetings)
    }

    /// Whether one side has a path where the other has a directory.
    private static func clash(one: SideChanges, other: SideChanges) -> Bool {
        guard one.hasAdditions, !other.newAncestors.isEmpty else { return false }
        return one.byPath.values.contains { $0.new != nil && other.newAncestors.contains($0.path) }
    }

    /// Whether one side adds a file in a directory that the other may have renamed.
    private static func addsToRenamed(one: SideChanges, other: SideChanges) -> Bool {
        guard one.hasAdditions, other.mayRename else { return false }
        return !one.newAncestors.isDisjoint(with: other.shrunkDirectories)
    }
}
