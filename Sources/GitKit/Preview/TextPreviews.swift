internal import Files
internal import HookCore

/// The texts that were read for previews, by file and merge base. Each text is read and compared with its base once,
/// not once for every pair.
struct TextPreviews {
    private struct Key: Hashable {
        let path: PathBytes
        let base: ObjectID?
    }

    private struct Entry {
        var preview: TextPreview
        var sides: [ObjectID: TextPreview.Side] = [:]
    }

    /// The limit for kept texts, in bytes.
    private static let mostBytes = 64 << 20

    private var entries: [Key: Entry] = [:]
    private var bytes = 0

    /// Returns the outcome of merging one file.
    /// - Parameters:
    ///   - base: reads the version at the merge base. Called only when that is not known.
    ///   - ours: reads our version. Called only when that is not known.
    ///   - theirs: reads their version. Called only when that is not known.
    mutating func outcome(
        _ file: MeetingFile, base: () throws(ParallelError) -> [UInt8], ours: () throws(ParallelError) -> [UInt8],
        theirs: () throws(ParallelError) -> [UInt8]
    ) throws(ParallelError) -> TextPreview.Outcome {
        if bytes > Self.mostBytes { self = TextPreviews() }
        let key = Key(path: file.path, base: file.base)
        var entry: Entry
        if let known = entries[key] {
            entry = known
        } else {
            let text = try base()
            bytes += text.count
            entry = Entry(preview: TextPreview(base: text))
        }
        entries[key] = nil
        defer { entries[key] = entry }
        let mine = try side(file.ours, of: &entry, read: ours)
        let other = try side(file.theirs, of: &entry, read: theirs)
        return entry.preview.outcome(ours: mine, theirs: other)
    }

    private mutating func side(
        _ id: ObjectID, of entry: inout Entry, read: () throws(ParallelError) -> [UInt8]
    ) throws(ParallelError) -> TextPreview.Side {
        if let known = entry.sides[id] { return known }
        let text = try read()
        bytes += text.count
        let side = entry.preview.side(text)
        entry.sides[id] = side
        return side
    }
}
