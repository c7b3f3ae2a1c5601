/// Splits paths as text, without looking at the file system.
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

    /// Returns `path`, or if it is relative, its path below `folder`.
    package static func absolute(_ path: String, in folder: String) -> String {
        path.utf8.first == slash ? path : folder + "/" + path
    }
}
