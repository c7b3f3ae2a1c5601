internal import CommandLineKit
internal import Glibc
internal import HookCore

/// Between paths as typed and targets of claims.
enum ClaimedPath {
    /// - Throws: `invalid-path` for one outside every worktree.
    static func location(_ typed: String) throws(ParallelError) -> ClaimLocation {
        if let found = ClaimLocation(absolute: Surroundings.current.absolute(typed)) { return found }
        throw ParallelError(
            "invalid-path", operation: "claim", subject: typed, message: "the path is in no worktree of a repository")
    }

    /// A directory that exists, or a path that ends with a slash, means everything below it.
    static func target(_ typed: String, _ location: ClaimLocation) -> ClaimTarget {
        var status = stat()
        let full = location.root + "/" + String(decoding: location.path, as: UTF8.self)
        let isDirectory = typed.hasSuffix("/") || (lstat(full, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR)
        return ClaimTarget(isDirectory ? .directory : .path, location.path)
    }

    /// For people.
    static func text(_ target: ClaimTarget) -> String {
        let path = String(decoding: target.path, as: UTF8.self)
        switch target.kind {
        case .path: return path
        case .directory: return path.isEmpty ? "(everything)" : path + "/"
        case .glob: return path + " (pattern)"
        }
    }
}
