import Glibc

/// The stash of a repository by its reflog, read without git: `logs/refs/stash` in the common git directory, one line
/// per entry, the newest last (git-stash(1), gitrepository-layout(5)). All worktrees share it.
///
/// A repository that keeps its references in a reftable has no such file: see `ReftableStash`.
package struct StashLog: Sendable {
    /// An entry of the stash.
    package struct Entry: Hashable, Sendable {
        /// The full id, lower-case hexadecimal.
        package let commit: String
        /// The branch that was checked out where the entry was made; nil for a detached HEAD and for messages of other
        /// programs.
        package let branch: String?
        /// The message: `WIP on main: 1234abc Subject`, or `On main: ` and the user's text.
        package let message: String

        /// Reads a line of the reflog; nil for anything else.
        package init?(line: some Collection<UInt8>) {
            // The line is: old SP new SP name and time TAB message.
            let halves = line.split(separator: 0x09, maxSplits: 1)
            let fields = (halves.first ?? line.prefix(0)).split(separator: 0x20, maxSplits: 2)
            guard fields.count > 1, [40, 64].contains(fields[1].count), fields[1].allSatisfy(Self.isHexadecimal) else {
                return nil
            }
            commit = String(decoding: fields[1], as: UTF8.self)
            message = halves.count > 1 ? String(decoding: halves[1], as: UTF8.self) : ""
            branch = Self.branch(in: message)
        }

        private static func isHexadecimal(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
        }

        /// Returns the branch that a message names. No name of a branch holds a colon or a space.
        private static func branch(in message: String) -> String? {
            for start in ["WIP on ", "On "] where message.hasPrefix(start) {
                let rest = message.dropFirst(start.count)
                guard let colon = rest.firstIndex(of: ":") else { return nil }
                let name = rest[..<colon]
                return name.isEmpty || name.contains(" ") ? nil : String(name)
            }
            return nil
        }
    }

    /// The length in bytes up to which a stash is read whole. A longer one is read from its end only.
    private static let mostBytes = 256 << 10

    private let path: String
    private let mark: StashMark

    /// The stash of one repository. Nothing is read or made.
    package init(commonDirectory: String) {
        path = commonDirectory + "/logs/refs/stash"
        mark = StashMark(in: commonDirectory)
    }

    /// Returns the entries, newest first: an entry's index is its number. Empty where there is no stash.
    package func entries() -> [Entry] { read().entries }

    /// Returns the entries, and as `isWhole` whether no older ones were left out.
    package func read() -> (entries: [Entry], isWhole: Bool) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return ([], true) }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        let start = max(0, size - Self.mostBytes)
        guard lseek(descriptor, off_t(start), SEEK_SET) == off_t(start) else { return ([], false) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < Self.mostBytes {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        var lines = bytes.split(separator: 0x0A)
        if start > 0 { lines.removeFirst(min(1, lines.count)) }
        return (lines.reversed().compactMap { Entry(line: $0) }, start == 0)
    }

    // MARK: - What has been seen

    /// The state of the stash, a text that changes with every entry that is added or removed. Nil where there is none.
    package var state: String? { mark.state }

    /// Whether there may be an entry that was never recorded with `note`.
    package var isNew: Bool { mark.isNew }

    /// Records that all entries of this state were seen. If that fails, they are read again later.
    package func note(_ state: String) { mark.note(state) }
}
