/// Steps through the entries of one tree object.
struct TreeCursor {
    private let bytes: [UInt8]
    private let idLength: Int
    private var name = 0..<0
    private var mode: UInt32 = 0
    private(set) var isAtEnd = false
    /// Whether the object is not readable as a tree.
    private(set) var isBroken = false

    init(_ bytes: [UInt8], idLength: Int) {
        self.bytes = bytes
        self.idLength = idLength
        name = -1 - idLength..<(-1 - idLength)
        advance()
    }

    /// Moves to the next entry. A tree is a row of entries of the form `mode SP name NUL id`.
    mutating func advance() {
        var position = name.upperBound + 1 + idLength
        guard position < bytes.count else {
            isAtEnd = true
            return
        }
        mode = 0
        while position < bytes.count, bytes[position] != 0x20 {
            mode = mode &* 8 &+ UInt32(bytes[position] &- 0x30)
            position += 1
        }
        mode = Self.canonical(mode)
        guard let end = bytes[min(position + 1, bytes.count)...].firstIndex(of: 0), bytes.count - end > idLength else {
            isBroken = true
            isAtEnd = true
            return
        }
        name = position + 1..<end
    }

    /// Returns the mode that git takes it for (`canon_mode`): old histories have files that the group may write to.
    private static func canonical(_ mode: UInt32) -> UInt32 {
        guard mode & 0o170000 == 0o100000 else { return mode }
        return mode & 0o100 == 0 ? 0o100644 : 0o100755
    }

    var nameBytes: ArraySlice<UInt8> { bytes[name] }

    var entry: TreeEntry? {
        ObjectID(bytes, at: name.upperBound + 1, count: idLength).map { TreeEntry(mode: mode, id: $0) }
    }

    /// Whether both cursors stand at entries with the same mode, name and id.
    func equals(_ other: TreeCursor) -> Bool {
        mode == other.mode && name.count == other.name.count
            && bytes[name.lowerBound..<(name.upperBound + 1 + idLength)].elementsEqual(
                other.bytes[other.name.lowerBound..<(other.name.upperBound + 1 + other.idLength)])
    }

    /// Compares this entry's position with the other's in git's order, in which a directory's name ends with a slash:
    /// -1, 0, 1.
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
