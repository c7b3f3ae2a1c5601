import Glibc

/// Where a path lies as claims see it: in which repository, and where below the root of the worktree that holds it.
package struct ClaimLocation: Equatable, Sendable {
    /// The real path of the common git directory.
    package let repository: String
    /// The real path of the worktree's root.
    package let root: String
    /// From the root; empty for the root itself.
    package let path: [UInt8]

    /// In the innermost worktree. Nil outside of one, and for a path that leads through something that does not exist and
    /// back.
    /// - Parameter absolute: need not exist. A link at its end is not followed, links on the way are.
    package init?(absolute: String) {
        guard let full = RealPath.ofEntry(absolute), let found = Self.innermost(full, in: full[...]) else { return nil }
        self = found
    }

    private init(repository: String, root: String, path: [UInt8]) {
        (self.repository, self.root, self.path) = (repository, root, path)
    }

    /// In every worktree around a path, the innermost first: a submodule lies in its superproject, too. A worktree that was
    /// made inside of another one of the same repository is not counted as a part of that.
    package static func enclosing(_ absolute: String) -> [ClaimLocation] {
        guard let full = RealPath.ofEntry(absolute) else { return [] }
        var found: [ClaimLocation] = []
        var rest = full[...]
        while let location = innermost(full, in: rest) {
            if !found.contains(where: { $0.repository == location.repository }) { found.append(location) }
            guard let above = parent(location.root[...]) else { break }
            rest = above
        }
        return found
    }

    /// Where a write to a path goes: to the path itself, and where that is a link, also to what it leads to, which need
    /// not exist. Each in every worktree around it.
    package static func all(of absolute: String) -> [[ClaimLocation]] {
        var found: [[ClaimLocation]] = []
        var path = absolute
        // The kernel gives up after 40 links (path_resolution(7)).
        for _ in 0..<40 {
            let locations = enclosing(path)
            if !locations.isEmpty { found.append(locations) }
            guard let target = link(path) else { break }
            path = Self.absolute(target, from: String(parent(path[...]) ?? ""))
        }
        return found
    }

    // A slash is looked for as a byte: together with a combining character behind it, it is another `Character`.
    private static let slash = UInt8(ascii: "/")

    /// What is before the last slash; nil where that is nothing.
    private static func parent(_ path: Substring) -> Substring? {
        guard let end = path.utf8.lastIndex(of: slash), end != path.startIndex else { return nil }
        return path[..<end]
    }

    /// - Parameter start: the path itself or something above it, where to begin to look for a worktree's root.
    private static func innermost(_ full: String, in start: Substring) -> ClaimLocation? {
        var root: Substring? = start
        while let folder = root {
            if let common = commonDirectory(String(folder)) {
                return ClaimLocation(
                    repository: common, root: String(folder), path: Array(full.utf8.dropFirst(folder.utf8.count + 1)))
            }
            root = parent(folder)
        }
        return nil
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    /// Of the worktree whose root this is; nil when it is none.
    private static func commonDirectory(_ root: String) -> String? {
        guard let directory = GitDirectory.of(root) else { return nil }
        // Any folder may be called so.
        if directory == root + "/.git", access(directory + "/HEAD", F_OK) != 0 { return nil }
        return RealPath.of(GitDirectory.common(of: directory))
    }

    private static func absolute(_ path: String, from folder: String) -> String {
        path.utf8.first == slash ? path : folder + "/" + path
    }
}
