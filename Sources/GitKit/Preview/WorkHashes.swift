internal import Files
internal import GitProgram
internal import HookCore

/// The ids that the changed files of a worktree had when they were last read, so that they need not be read again.
///
/// Trusts the same data as git: a file with the same size, times and inode has the same content. Files that were
/// written to within the last second are never stored.
package struct WorkHashes: Equatable, Sendable {
    struct Entry: Equatable, Sendable {
        let stamp: ContentStamp
        let id: String
    }

    /// The circumstances (`WorkConversion`) when the files were read. In any others git may store the files otherwise.
    let circumstances: String
    private(set) var entries: [PathBytes: Entry] = [:]

    init(circumstances: String) { self.circumstances = circumstances }

    mutating func remember(_ path: PathBytes, stamp: ContentStamp, id: String) {
        entries[path] = Entry(stamp: stamp, id: id)
    }

    /// The form in which the hashes are stored.
    package var bytes: [UInt8] {
        var bytes = Array(circumstances.utf8) + [0]
        for (path, entry) in entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let stamp = entry.stamp
            bytes += Array("\(entry.id) \(stamp.size) \(stamp.modified) \(stamp.changed) \(stamp.inode) ".utf8)
            bytes += path + [0]
        }
        return bytes
    }

    /// Reads the form that `bytes` has; nil for anything else.
    package init?(_ bytes: [UInt8]) {
        let fields = ZeroSeparated.fields(bytes)
        guard let first = fields.first else { return nil }
        circumstances = String(decoding: first, as: UTF8.self)
        for field in fields.dropFirst() {
            let parts = field.split(separator: 0x20, maxSplits: 5, omittingEmptySubsequences: false)
            let columns = parts.prefix(5).map { String(decoding: $0, as: UTF8.self) }
            guard parts.count == 6, let size = Int64(columns[1]), let modified = Int64(columns[2]),
                let changed = Int64(columns[3]), let inode = UInt64(columns[4])
            else { return nil }
            let stamp = ContentStamp(size: size, modified: modified, changed: changed, inode: inode)
            entries[Array(parts[5])] = Entry(stamp: stamp, id: columns[0])
        }
    }
}
