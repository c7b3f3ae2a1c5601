internal import CLibGit2
internal import HookCore

/// Digests of changes.
///
/// As `git patch-id --verbatim`, line numbers do not count; here modes count too, and of what is no text the ids.
struct PatchDigest {
    /// Larger ones are compared by id.
    private static let largestText = 8 << 20

    let objects: any ObjectSource

    /// FNV-1a over the paths.
    static func paths(_ changes: [PathChange]) -> Int64 {
        if changes.isEmpty { return 0 }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for change in changes {
            for byte in change.path + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return Int64(bitPattern: hash | 1)
    }

    func patch(_ changes: [PathChange]) throws(ParallelError) -> [UInt8] {
        var text = PatchText()
        for change in changes {
            text.begin(change)
            if let sides = try texts(change), text.addLines(old: sides.old, new: sides.new) { continue }
            text.addIDs(change)
        }
        return text.digest
    }

    /// Both contents; nil where one is no text that can be compared by lines.
    private func texts(_ change: PathChange) throws(ParallelError) -> (old: [UInt8], new: [UInt8])? {
        var sides: [[UInt8]] = []
        for item in [change.old, change.new] {
            guard let item else {
                sides.append([])
                continue
            }
            guard item.isBlob else { return nil }
            let content = try objects.read(item.id, .blob)
            guard content.count <= Self.largestText else { return nil }
            sides.append(content)
        }
        return (sides[0], sides[1])
    }
}
