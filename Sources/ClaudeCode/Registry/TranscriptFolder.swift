internal import Files
internal import Glibc

/// The conversations that took place in one directory: `<claude folder>/projects/<directory>/<session>.jsonl`. Their
/// names and times are read, never their contents.
package struct TranscriptFolder: Sendable {
    /// A conversation.
    package struct Transcript: Equatable, Sendable {
        /// Claude's session id.
        package let sessionID: String
        /// The time of the last write, in milliseconds since 1970.
        package let updated: Int64
    }

    private let folder: String
    private static let suffix = ".jsonl"

    /// - Parameters:
    ///   - claudeDirectory: the path `${CLAUDE_CONFIG_DIR:-~/.claude}`.
    ///   - directory: an absolute path without links, as Claude sees its working directory.
    package init(claudeDirectory: String, directory: String) {
        // Claude Code 2.1 writes `-` for every UTF-16 unit that is no ASCII letter or digit. Very long names get a hash
        // at their end; such a folder is not found.
        let name = directory.utf16.map { unit in
            let isPlain = UInt8(exactly: unit).map { isalnum(Int32($0)) != 0 && $0 < 0x80 } ?? false
            return isPlain ? Character(UnicodeScalar(UInt8(unit))) : "-"
        }
        folder = claudeDirectory + "/projects/" + String(name)
    }

    /// Returns all conversations, oldest first; empty where there is no such folder or it cannot be read.
    package func list() -> [Transcript] {
        guard let reader = try? DirectoryReader(folder), let entries = try? reader.entries() else { return [] }
        var found: [Transcript] = []
        for name in entries.map(\.name.display) {
            var status = stat()
            guard name.hasSuffix(Self.suffix), fstatat(reader.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            let updated = Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
            found.append(Transcript(sessionID: String(name.dropLast(Self.suffix.count)), updated: updated))
        }
        return found.sorted { ($0.updated, $0.sessionID) < ($1.updated, $1.sessionID) }
    }
}
