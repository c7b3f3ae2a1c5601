import Glibc

/// The location of a path as claims see it: its repository, and its path below the root of the worktree that holds it.
package struct ClaimLocation: Equatable, Sendable {
    /// The real path of the common git directory.
    package let repository: String
    /// The real path of the worktree's root.
    package let root: String
    /// The path from the root; empty for the root itself.
    package let path: [UInt8]

    /// The location in the innermost worktree. Nil outside of a worktree, and for a path that leads through a missing
    /// directory and back.
    /// - Parameter absolute: the path, which need not exist. A link at its end is not followed, links on the way are.
    package init?(absolute: String) {
        guard let full = RealPath.ofEntry(absolute), let found = Self.innermost(full, in: full[...]) else { return nil }
        self = found
    }

    private init(repository: String, root: String, path: [UInt8]) {
        (self.repository, self.root, self.path) = (repository, root, path)
    }

    /// Returns the location in every worktree around a path, the innermost first: a submodule also lies in its
    /// superproject. A worktree that was made inside another one of the same repository does not count as a part of
    /// that.
    package static func enclosing(_ absolute: String) -> [ClaimLocation] {
        guard let full = RealPath.ofEntry(absolute) else { return [] }
        var found: [ClaimLocation] = []
        var rest = full[...]
        while let location = innermost(full, in: rest) {
            if !found.contains(where: { $0.repository.isSame(as: location.repository) }) { found.append(location) }
            guard let above = parent(location.root[...]) else { break }
            rest = above
        }
        return found
    }

    /// Returns the locations that a write to a path reaches: the path itself, and where that is a link, also its
    /// target, which need not exist. Each is listed in every worktree around it.
    package static func all(of absolute: String) -> [[ClaimLocation]] {
        var found: [[ClaimLocation]] = []
        var path = absolute
        // The kernel gives up after 40 links (path_resolution(7)).
        for _ in 0..<40 {
            let locations = enclosing(path)
            if !locations.isEmpty { found.append(locations) }
            guard let target = LinkTarget.text(path) else { break }
            path = FilePath.absolute(target, in: String(parent(path[...]) ?? ""))
        }
        return found
    }

    // The code searches for slashes in bytes: together with a following combining character, a slash is a different
    // `Character`.
    private static let slash = UInt8(ascii: "/")

    /// Returns everything before the last slash; nil where that is nothing.
    private static func parent(_ path: Substring) -> Substring? {
        guard let end = path.utf8.lastIndex(of: slash), end != path.startIndex else { return nil }
        return path[..<end]
    }

    /// Returns the location in the innermost worktree.
    /// - Parameter start: the path itself or a folder above it. The search for a worktree's root begins there.
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

    /// Returns the common git directory of the worktree with this root; nil when it is no root.
    private static func commonDirectory(_ root: String) -> String? {
        guard let directory = GitDirectory.of(root) else { return nil }
        // Any folder may have that name.
        if directory.isSame(as: root + "/.git"), access(directory + "/HEAD", F_OK) != 0 { return nil }
        return RealPath.of(GitDirectory.common(of: directory))
    }
}

extension ClaimLocation {
    /// Returns the place of the worktree around a directory; nil where none is.
    package static func around(_ directory: String) -> ClaimLocation? { ClaimLocation(absolute: directory + "/-") }
}
