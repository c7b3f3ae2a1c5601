import Glibc

/// Resolves links in paths, also of files that do not exist (yet).
package enum RealPath {
    // The code searches for slashes in bytes: together with a following combining character, a slash is a different
    // `Character`.
    private static let slash = UInt8(ascii: "/")

    /// Returns the path with its existing part resolved; the rest is kept as it is. Nil for a path that leads through a
    /// missing directory and back.
    package static func of(_ path: String) -> String? {
        var known = path
        var rest: [Substring] = []
        while true {
            if let real = realpath(known, nil) {
                defer { free(real) }
                let start = String(cString: real)
                return rest.isEmpty ? start : (start == "/" ? "" : start) + "/" + rest.joined(separator: "/")
            }
            guard let end = known.utf8.lastIndex(of: slash), known != "/" else { return nil }
            let part = known[known.utf8.index(after: end)...]
            if part == ".." { return nil }
            if !part.isEmpty, part != "." { rest.insert(part, at: 0) }
            known = end == known.startIndex ? "/" : String(known[..<end])
        }
    }

    /// Returns the path with all links resolved but one at its end. Nil also where the end is no name.
    package static func ofEntry(_ absolute: String) -> String? {
        let parts = absolute.utf8.split(separator: slash).map(Substring.init).filter { $0 != "." }
        guard absolute.utf8.first == slash, let last = parts.last, last != "..",
            let folder = of("/" + parts.dropLast().joined(separator: "/"))
        else { return nil }
        return (folder == "/" ? "" : folder) + "/" + last
    }
}
