internal import Files

/// A regular file that both sides have changed or added, differently, with the same permissions.
struct MeetingFile: Hashable, Sendable {
    let path: PathBytes
    /// The mode, which is the same in all versions.
    let mode: UInt32
    /// The blob of the merge base; nil where both have added the file.
    let base: ObjectID?
    let ours: ObjectID
    let theirs: ObjectID

    /// Pairs the changes of both sides; nil where there is more to merge than text: modes, links, a file that one side
    /// deleted.
    init?(left: PathChange, right: PathChange) {
        guard let ours = left.new, let theirs = right.new, ours.isFile, ours.mode == theirs.mode,
            left.old.map({ $0.mode == ours.mode }) ?? true
        else { return nil }
        path = left.path
        mode = ours.mode
        base = left.old?.id
        self.ours = ours.id
        self.theirs = theirs.id
    }

    var isAddition: Bool { base == nil }

    var stages: MergeStages {
        let mode = String(mode, radix: 8)
        return MergeStages(
            path: path, base: base.map { MergeStages.Version(mode: mode, id: $0.hexadecimal) },
            ours: MergeStages.Version(mode: mode, id: ours.hexadecimal),
            theirs: MergeStages.Version(mode: mode, id: theirs.hexadecimal))
    }
}
