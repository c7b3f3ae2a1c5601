import Glibc

/// The stash of a repository as its reflog tells it, without git: `logs/refs/stash` in the common git directory, one line per
/// entry, the newest last (git-stash(1), gitrepository-layout(5)). One for all worktrees.
///
/// A repository that keeps its references in a reftable has no such file: see `ReftableStash`.
package struct StashLog: Sendable {
    /// One entry.
    package struct Entry: Hashable, Sendable {
        /// The full id, lower-case hexadecimal.
        package let commit: String
        /// What was checked out where it was made; nil for a detached HEAD and for messages of other programs.
        package let branch: String?
        /// `WIP on main: 1234abc Subject`, `On main: what the user said`.
        package let message: String

        package init?(line: some Collection<UInt8>) {
            // old SP new SP name and time TAB message
            let halves = line.split(separator: 0x09, maxSplits: 1)
            let words = (halves.first ?? line.prefix(0)).split(separator: 0x20, maxSplits: 2)
            guard words.count > 1, [40, 64].contains(words[1].count), words[1].allSatisfy(Self.isHexadecimal) else {
                return nil
            }
            commit = String(decoding: words[1], as: UTF8.self)
            message = halves.count > 1 ? String(decoding: halves[1], as: UTF8.self) : ""
            branch = Self.branch(in: message)
        }

        private static func isHexadecimal(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
        }

        /// No name of a branch holds a colon or a space.
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

    /// A stash of more than this is read from its end only.
    private static let mostBytes = 256 << 10

    private let path: String
    private let mark: FileMark

    /// Touches nothing.
    package init(commonDirectory: String) {
        path = commonDirectory + "/logs/refs/stash"
        mark = FileMark(of: path, in: commonDirectory)
    }

    /// Newest first: the number of an entry is its place. Empty where there is no stash.
    package func entries() -> [Entry] { read().entries }

    /// As `entries`; `isWhole` says whether older ones were left out.
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

    /// How the stash stands: changes with every entry that comes or goes. Nil where there is none.
    package var state: String? { mark.state }

    /// Whether there may be an entry that was never noted with `note`.
    package var isNew: Bool { mark.isNew }

    /// Remembers that all entries were seen when the stash stood so. Failing means that they are looked at again.
    package func note(_ state: String) { mark.note(state) }
}
