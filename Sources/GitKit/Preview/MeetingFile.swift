/// A regular file that both sides have changed or added, each in its own way, with the same permissions.
struct MeetingFile: Hashable, Sendable {
    let path: PathBytes
    /// The same in all versions.
    let mode: UInt32
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
        mode = ours.mode
        base = left.before?.name
        self.ours = ours.name
        self.theirs = theirs.name
    }

    var isAddition: Bool { base == nil }

    var stages: MergeStages {
        let mode = String(mode, radix: 8)
        return MergeStages(
            path: path, base: base.map { MergeStages.Version(mode: mode, id: $0.text) },
            ours: MergeStages.Version(mode: mode, id: ours.text),
            theirs: MergeStages.Version(mode: mode, id: theirs.text))
    }
}
