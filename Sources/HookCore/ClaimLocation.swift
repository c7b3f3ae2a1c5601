import Glibc

/// Where a path lies as claims see it: in which repository, and where below the root of the worktree that holds it.
package struct ClaimLocation: Equatable, Sendable {
    /// The real path of the common git directory.
    package let repository: String
    /// The real path of the worktree's root.
    package let root: String
    /// From the root; empty for the root itself.
    package let path: [UInt8]

    /// Nil outside a worktree, and for a path that leads through something that does not exist and back.
    /// - Parameter absolute: need not exist. A link at its end is not followed, links on the way are.
    package init?(absolute: String) {
        let parts = absolute.split(separator: "/").filter { $0 != "." }
        guard absolute.hasPrefix("/"), let last = parts.last, last != "..",
            let parent = Self.realPath("/" + parts.dropLast().joined(separator: "/"))
        else { return nil }
        let full = (parent == "/" ? "" : parent) + "/" + last
        var root = full
        while true {
            if let common = Self.commonDirectory(root) {
                repository = common
                self.root = root
                path = Array(full.utf8.dropFirst(root.utf8.count + 1))
                return
            }
            guard let slash = root.lastIndex(of: "/"), slash != root.startIndex else { return nil }
            root = String(root[..<slash])
        }
    }

    /// Where a write to a path goes: to the path itself, and where that is a link, also to what it leads to, which need
    /// not exist.
    package static func all(of absolute: String) -> [ClaimLocation] {
        var found: [ClaimLocation] = []
        var path = absolute
        // The kernel gives up after 40 links (path_resolution(7)).
        for _ in 0..<40 {
            if let location = ClaimLocation(absolute: path) { found.append(location) }
            guard let target = link(path) else { break }
            let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
            path = target.hasPrefix("/") ? target : folder + target
        }
        return found
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    /// What exists of it is resolved, the rest is taken as it is.
    private static func realPath(_ path: String) -> String? {
        var known = path
        var rest: [Substring] = []
        while true {
            if let real = realpath(known, nil) {
                defer { free(real) }
                let start = String(cString: real)
                return rest.isEmpty ? start : (start == "/" ? "" : start) + "/" + rest.joined(separator: "/")
            }
            guard let slash = known.lastIndex(of: "/"), known != "/" else { return nil }
            let part = known[known.index(after: slash)...]
            if part == ".." { return nil }
            rest.insert(part, at: 0)
            known = slash == known.startIndex ? "/" : String(known[..<slash])
        }
    }

    /// Of the worktree whose root this is; nil when it is none. See gitrepository-layout(5).
    private static func commonDirectory(_ root: String) -> String? {
        let link = root + "/.git"
        var status = stat()
        guard stat(link, &status) == 0 else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR { return access(link + "/HEAD", F_OK) == 0 ? realPath(link) : nil }
        guard let directory = line(link, after: "gitdir: ").map({ $0.hasPrefix("/") ? $0 : root + "/" + $0 }) else {
            return nil
        }
        guard let common = line(directory + "/commondir", after: "") else { return realPath(directory) }
        return realPath(common.hasPrefix("/") ? common : directory + "/" + common)
    }

    private static func line(_ file: String, after prefix: String) -> String? {
        guard let bytes = FileBytes.read(file, limit: Int(PATH_MAX) + 16), bytes.starts(with: prefix.utf8) else {
            return nil
        }
        let line = bytes.dropFirst(prefix.utf8.count).prefix { $0 != 0x0A }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
