/// Goes through the entries of one tree object.
struct TreeCursor {
    private let bytes: [UInt8]
    private let idLength: Int
    private var name = 0..<0
    private var mode: UInt32 = 0
    private(set) var isAtEnd = false
    /// Whether the object is no tree after all.
    private(set) var isBroken = false

    init(_ bytes: [UInt8], idLength: Int) {
        self.bytes = bytes
        self.idLength = idLength
        name = -1 - idLength..<(-1 - idLength)
        advance()
    }

    /// `mode SP name NUL id`, one entry behind the other.
    mutating func advance() {
        var place = name.upperBound + 1 + idLength
        guard place < bytes.count else {
            isAtEnd = true
            return
        }
        mode = 0
        while place < bytes.count, bytes[place] != 0x20 {
            mode = mode &* 8 &+ UInt32(bytes[place] &- 0x30)
            place += 1
        }
        mode = Self.canonical(mode)
        guard let end = bytes[min(place + 1, bytes.count)...].firstIndex(of: 0), bytes.count - end > idLength else {
            isBroken = true
            isAtEnd = true
            return
        }
        name = place + 1..<end
    }

    /// Old histories have files that the group may write to; git takes them for plain ones (`canon_mode`).
    private static func canonical(_ mode: UInt32) -> UInt32 {
        guard mode & 0o170000 == 0o100000 else { return mode }
        return mode & 0o100 == 0 ? 0o100644 : 0o100755
    }

    var nameBytes: ArraySlice<UInt8> { bytes[name] }

    var entry: TreeEntry? {
        ObjectID(bytes, at: name.upperBound + 1, count: idLength).map { TreeEntry(mode: mode, id: $0) }
    }

    /// Whether both are at entries that are alike in everything.
    func equals(_ other: TreeCursor) -> Bool {
        mode == other.mode && name.count == other.name.count
            && bytes[name.lowerBound..<(name.upperBound + 1 + idLength)].elementsEqual(
                other.bytes[other.name.lowerBound..<(other.name.upperBound + 1 + other.idLength)])
    }

    /// Where this entry stands beside the other in git's order, in which a directory's name ends with a slash: -1, 0, 1.
    func compare(_ other: TreeCursor) -> Int {
        let length = min(name.count, other.name.count)
        for offset in 0..<length {
            let mine = bytes[name.lowerBound + offset]
            let theirs = other.bytes[other.name.lowerBound + offset]
            if mine != theirs { return mine < theirs ? -1 : 1 }
        }
        let mine = byte(behind: length)
        let theirs = other.byte(behind: length)
        return mine == theirs ? 0 : mine < theirs ? -1 : 1
    }

    private func byte(behind length: Int) -> UInt8 {
        if length < name.count { return bytes[name.lowerBound + length] }
        return mode == TreeEntry.directory ? 0x2F : 0
    }
}
