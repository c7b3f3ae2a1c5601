/// A regular file that both sides have changed or added, each in its own way, with the same permissions.
struct MeetingFile: Hashable, Sendable {
    let path: PathBytes
    /// nil where both have added it.
    let base: ObjectName?
    let ours: ObjectName
    let theirs: ObjectName

    /// nil where there is more to merge than text: modes, links, a file that is gone on one side.
    init?(_ left: PathChange, _ right: PathChange) {
        guard let ours = left.after, let theirs = right.after, ours.isFile, ours.mode == theirs.mode,
            left.before.map({ $0.mode == ours.mode }) ?? true
        else { return nil }
        path = left.path
        base = left.before?.name
        self.ours = ours.name
        self.theirs = theirs.name
    }

    var isAddition: Bool { base == nil }
}
