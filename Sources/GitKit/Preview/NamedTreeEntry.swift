/// One name in a tree object.
struct NamedTreeEntry: Sendable {
    let name: [UInt8]
    let entry: TreeEntry

    /// Reads a tree object: `mode name NUL id`, again and again.
    /// - Returns: nil for what is no tree.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> [NamedTreeEntry]? {
        var items: [NamedTreeEntry] = []
        guard let base = bytes.baseAddress else { return items }
        var place = 0
        while place < bytes.count {
            var mode: UInt32 = 0
            while place < bytes.count, bytes[place] != 0x20 {
                guard (0x30...0x37).contains(bytes[place]) else { return nil }
                mode = mode << 3 | UInt32(bytes[place] - 0x30)
                place += 1
            }
            guard let end = bytes[place...].firstIndex(of: 0), end + 20 < bytes.count else { return nil }
            items.append(
                NamedTreeEntry(
                    name: Array(bytes[(place + 1)..<end]),
                    entry: TreeEntry(mode: normal(mode), name: ObjectName(base + end + 1))))
            place = end + 21
        }
        return items
    }

    /// Very old histories have files that the group may write to; git takes them for plain ones.
    private static func normal(_ mode: UInt32) -> UInt32 { mode == 0o100664 ? 0o100644 : mode }

    /// Whether git sorts it before the other: directories as if a slash followed their names.
    func precedes(_ other: NamedTreeEntry) -> Bool {
        let common = min(name.count, other.name.count)
        for index in 0..<common where name[index] != other.name[index] { return name[index] < other.name[index] }
        return next(common) < other.next(common)
    }

    private func next(_ index: Int) -> UInt8 {
        if index < name.count { return name[index] }
        return entry.isDirectory ? 0x2F : 0
    }

    /// As it stands in a tree object.
    var bytes: [UInt8] { Array(String(entry.mode, radix: 8).utf8) + [0x20] + name + [0] + entry.name.bytes }
}
