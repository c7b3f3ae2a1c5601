internal import CLibGit2
internal import HookCore

/// Computes digests of changes.
///
/// As in `git patch-id --verbatim`, line numbers do not count. In addition modes count, and the ids of content that is
/// no text.
struct PatchDigest {
    /// The size limit of texts in bytes. Larger ones are compared by id.
    private static let largestText = 8 << 20

    let objects: any ObjectSource

    /// Returns a digest of the paths alone.
    static func paths(_ changes: [PathChange]) -> Int64 {
        if changes.isEmpty { return 0 }
        var hash = FNV1a()
        for change in changes { hash.add(change.path + [0]) }
        return Int64(bitPattern: hash.value | 1)
    }

    func patch(_ changes: [PathChange]) throws(ParallelError) -> [UInt8] {
        try objects.prepare { changes.flatMap { [$0.old, $0.new] }.compactMap { $0?.isBlob == true ? $0?.id : nil } }
        var text = PatchText()
        for change in changes {
            text.begin(change)
            if let sides = try texts(change), text.addLines(old: sides.old, new: sides.new) { continue }
            text.addIDs(change)
        }
        return text.digest
    }

    /// Returns both contents; nil where one is no text that can be compared by lines.
    private func texts(_ change: PathChange) throws(ParallelError) -> (old: [UInt8], new: [UInt8])? {
        var sides: [[UInt8]] = []
        for item in [change.old, change.new] {
            guard let item else {
                sides.append([])
                continue
            }
            guard item.isBlob else { return nil }
            let content = try objects.read(item.id, kind: .blob)
            guard content.count <= Self.largestText else { return nil }
            sides.append(content)
        }
        return (sides[0], sides[1])
    }
}
