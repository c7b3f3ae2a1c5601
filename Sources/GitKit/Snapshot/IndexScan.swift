internal import Files
internal import Glibc

/// Reads the entries of an index file of version 2 or 3 in place, for questions that do not need their ids.
///
/// See gitformat-index(5). Anything unexpected ends the scan; the caller then asks libgit2 or git.
enum IndexScan {
    enum Outcome {
        /// The index has no more than the entries, but for what it may remember of resolved conflicts (`REUC`).
        case complete(hasResolveUndo: Bool)
        case unusable
    }

    /// The length of the fields before an entry's name, with an id of SHA-1.
    private static let fixedLength = 62
    private static let checksumLength = 20

    /// Calls `body` for each entry.
    /// - Parameter body: gets the mode, the file size, whether the entry is assume-unchanged or skip-worktree, and the
    ///   path.
    static func run(
        _ path: String, body: (UInt32, UInt32, Bool, UnsafeRawBufferPointer) -> Void
    ) -> Outcome {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .unusable }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 12 + checksumLength else { return .unusable }
        let length = Int(status.st_size)
        // git replaces the file and never writes into it, so a mapping of it does not change.
        guard let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            return .unusable
        }
        defer { munmap(start, length) }
        return scan(UnsafeRawBufferPointer(start: start, count: length), body: body)
    }

    private static func scan(
        _ file: UnsafeRawBufferPointer, body: (UInt32, UInt32, Bool, UnsafeRawBufferPointer) -> Void
    ) -> Outcome {
        let version = word(file, at: 4)
        guard file.prefix(4).elementsEqual("DIRC".utf8), version == 2 || version == 3 else { return .unusable }
        let end = file.count - checksumLength
        var position = 12
        for _ in 0..<word(file, at: 8) {
            guard position + fixedLength + 2 < end else { return .unusable }
            let flags = UInt16(file[position + 60]) << 8 | UInt16(file[position + 61])
            let isExtended = flags & 0x4000 != 0
            let extended = isExtended ? UInt16(file[position + 62]) << 8 : 0
            let name = position + fixedLength + (isExtended ? 2 : 0)
            guard let nameEnd = zero(file, start: name, end: end),
                isPlausible(file, at: position, flags: flags, length: nameEnd - name)
            else {
                return .unusable
            }
            body(
                word(file, at: position + 24), word(file, at: position + 36),
                flags & 0x8000 != 0 || extended & 0x4000 != 0,
                UnsafeRawBufferPointer(rebasing: file[name..<nameEnd]))
            // At least one NUL follows the name, and as many as make the length of the whole entry a multiple of eight.
            position += (nameEnd - position) / 8 * 8 + 8
        }
        return extensions(file, start: position, end: end)
    }

    /// Whether an entry looks like one. The entries of a SHA-256 index are longer and fail here.
    private static func isPlausible(_ file: UnsafeRawBufferPointer, at position: Int, flags: UInt16, length: Int)
        -> Bool
    {
        let mode = word(file, at: position + 24)
        let recordedLength = Int(flags & 0xFFF)
        return length > 0 && (recordedLength == 0xFFF ? length >= 0xFFF : length == recordedLength)
            && [0o100644, 0o100755, 0o120000, 0o160000].contains(mode)
    }

    /// Reads the names of the extensions. Those with lower-case names change the entries: `link` (split) and `sdir`
    /// (sparse).
    private static func extensions(_ file: UnsafeRawBufferPointer, start: Int, end: Int) -> Outcome {
        var position = start
        var hasResolveUndo = false
        while position < end {
            guard position + 8 <= end, (0x41...0x5A).contains(file[position]) else { return .unusable }
            if file[position..<position + 4].elementsEqual("REUC".utf8) { hasResolveUndo = true }
            position += 8 + Int(word(file, at: position + 4))
        }
        return position == end ? .complete(hasResolveUndo: hasResolveUndo) : .unusable
    }

    private static func zero(_ file: UnsafeRawBufferPointer, start: Int, end: Int) -> Int? {
        guard let base = file.baseAddress, let found = memchr(base + start, 0, end - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private static func word(_ file: UnsafeRawBufferPointer, at position: Int) -> UInt32 {
        UInt32(bigEndian: file.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }
}
