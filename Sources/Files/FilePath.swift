/// The two halves of a path, as text; nothing is looked up.
///
/// A slash is looked for as a byte: together with a combining character behind it, it is another `Character`.
package enum FilePath {
    private static let slash = UInt8(ascii: "/")

    /// Everything before the last slash: `/` for a path at the root, `.` for one without a slash.
    package static func folder(of path: String) -> String {
        guard let end = path.utf8.lastIndex(of: slash) else { return "." }
        return end == path.utf8.startIndex ? "/" : String(path[..<end])
    }

    /// Everything behind the last slash.
    package static func name(of path: String) -> String {
        path.utf8.lastIndex(of: slash).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }

    /// `path`, or where it lies below `folder` if it is relative.
    package static func absolute(_ path: String, in folder: String) -> String {
        path.utf8.first == slash ? path : folder + "/" + path
    }
}
