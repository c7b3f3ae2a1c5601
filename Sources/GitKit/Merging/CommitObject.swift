internal import Glibc

/// The parts of a commit by which merges are judged.
struct CommitObject {
    let tree: ObjectID
    let parents: [ObjectID]
    /// The time of the commit by the committer's clock, in seconds since 1970.
    let time: Int64
    /// The commits that the message says it reverts.
    let reverts: [ObjectID]

    /// Parses a commit; nil for bytes that are none.
    /// - Parameter bytes: the object's content.
    init?(_ bytes: [UInt8]) {
        var parents: [ObjectID] = []
        var tree: ObjectID?
        var time: Int64?
        var start = 0
        while start < bytes.count, bytes[start] != 0x0A {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[start..<end]
            if line.starts(with: Self.treeWord) {
                tree = Self.id(line.dropFirst(5))
            } else if line.starts(with: Self.parentWord) {
                guard let parent = Self.id(line.dropFirst(7)) else { return nil }
                parents.append(parent)
            } else if line.starts(with: Self.committerWord) {
                time = Self.time(line)
            }
            start = end + 1
        }
        guard let tree, let time else { return nil }
        self.tree = tree
        self.parents = parents
        self.time = time
        reverts = Self.reverts(bytes)
    }

    private static let treeWord = Array("tree ".utf8)
    private static let parentWord = Array("parent ".utf8)
    private static let committerWord = Array("committer ".utf8)

    private static func id(_ digits: ArraySlice<UInt8>) -> ObjectID? {
        ObjectID(String(decoding: digits, as: UTF8.self))
    }

    /// Reads the time of a committer line: `… <address> seconds zone`.
    private static func time(_ line: ArraySlice<UInt8>) -> Int64? {
        let columns = line.suffix(40).split(separator: 0x20)
        guard columns.count >= 2 else { return nil }
        return Int64(String(decoding: columns[columns.count - 2], as: UTF8.self))
    }

    /// Finds the sentence that `git revert` writes.
    private static func reverts(_ bytes: [UInt8]) -> [ObjectID] {
        let sentence: StaticString = "This reverts commit "
        var found: [ObjectID] = []
        var from = 0
        while let position = find(sentence, in: bytes, from: from) {
            let digits = bytes[(position + sentence.utf8CodeUnitCount)...].prefix { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
            if let id = id(digits) { found.append(id) }
            from = position + sentence.utf8CodeUnitCount
        }
        return found
    }

    private static func find(_ word: StaticString, in bytes: [UInt8], from: Int) -> Int? {
        bytes.withUnsafeBytes { all in
            guard let base = all.baseAddress, from < all.count,
                let hit = memmem(base + from, all.count - from, word.utf8Start, word.utf8CodeUnitCount)
            else { return nil }
            return base.distance(to: UnsafeRawPointer(hit))
        }
    }
}
