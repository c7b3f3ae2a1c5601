/// Splits and compares paths as text, without looking at the file system. Names of references are paths too.
///
/// The code searches for slashes in bytes: together with a following combining character, a slash is a different
/// `Character`.
package enum FilePath {
    private static let slash = UInt8(ascii: "/")

    /// Returns everything before the last slash: `/` for a path at the root, `.` for a path without a slash.
    package static func folder(of path: String) -> String {
        guard let end = path.utf8.lastIndex(of: slash) else { return "." }
        return end == path.utf8.startIndex ? "/" : String(path[..<end])
    }

    /// Returns everything after the last slash.
    package static func name(of path: String) -> String {
        path.utf8.lastIndex(of: slash).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }

    /// Whether a text is the name of one entry of a directory, and not of the directory itself or of one above.
    package static func isPlain(_ name: String) -> Bool {
        !["", ".", ".."].contains(name) && !name.utf8.contains(slash) && !name.utf8.contains(0)
    }

    /// Returns the names between the slashes.
    /// - Parameter omittingEmpty: false where two slashes side by side, or one at an end, count as an empty name.
    package static func parts(of path: some StringProtocol, omittingEmpty: Bool = true) -> [Substring] {
        Substring(path).utf8.split(separator: slash, omittingEmptySubsequences: omittingEmpty).map { Substring($0) }
    }

    /// Whether the path begins at the root.
    package static func isAbsolute(_ path: some StringProtocol) -> Bool { path.utf8.first == slash }

    /// Returns `path`, or if it is relative, its path below `folder`.
    package static func absolute(_ path: String, in folder: String) -> String {
        isAbsolute(path) ? path : folder + "/" + path
    }

    /// Returns what follows a folder in a path: empty for the folder itself, nil for a path elsewhere.
    package static func relative(_ path: String, to folder: String) -> String? {
        let start = folder == "/" ? "" : folder
        guard path.utf8.starts(with: start.utf8) else { return nil }
        let rest = path.utf8.dropFirst(start.utf8.count)
        if rest.isEmpty { return "" }
        return rest.first == slash ? String(Substring(rest.dropFirst())) : nil
    }

    /// Whether a path is a folder or lies below it.
    package static func lies(_ path: String, in folder: String) -> Bool { relative(path, to: folder) != nil }
}
