// Swift attributes `stat` to this module because its headers are read first.
internal import CLibGit2
package import Files
internal import Glibc
internal import HookCore

/// A directory in whose place another commit has a file or a link. git deletes it with all that it does not look at: a
/// submodule or another repository, what these ignore, FIFOs, sockets.
package struct CoveredDirectory: Equatable, Sendable {
    package let path: PathBytes
    /// The first thing below it that is not a file of the commit that is left.
    package let content: PathBytes
    /// Whether that commit has anything there.
    package let isTracked: Bool
}

/// Looks for such directories in a checkout that is about to go from one commit to another.
struct CoveredDirectories {
    private let workTree: String
    private let old: [PathBytes]
    private let tracked: Set<PathBytes>
    /// Tracked files whose bytes git has nowhere.
    private let hidden: Set<PathBytes>
    private let places: [PathBytes]

    init(_ changes: [ChangedFile], hidden: [PathBytes], in workTree: String) {
        self.workTree = workTree
        self.hidden = Set(hidden)
        old = changes.filter { $0.old != nil }.map(\.path)
        // All files of a directory that makes way are changes.
        tracked = Set(changes.filter { $0.old.map { !$0.isGitlink } ?? false }.map(\.path))
        places = changes.filter { $0.new.map { !$0.isGitlink } ?? false }.map(\.path)
    }

    /// Empty directories do not count.
    /// - Throws: `.unreadableFile` for a directory that cannot be read.
    func list() throws(ParallelError) -> [CoveredDirectory] {
        var found: [CoveredDirectory] = []
        for place in places {
            guard let status = try WorkTreeFile.status(place, in: workTree), status.st_mode & S_IFMT == S_IFDIR,
                let content = try foreign(below: place, device: status.st_dev)
            else { continue }
            let isTracked = old.contains { $0 == place || $0.starts(with: place + [0x2F]) }
            found.append(CoveredDirectory(path: place, content: content, isTracked: isTracked))
        }
        return found
    }

    private func foreign(below directory: PathBytes, device: dev_t) throws(ParallelError) -> PathBytes? {
        for entry in try SavedDirectory.entries(directory, in: workTree) {
            let path = directory + [0x2F] + entry.name
            guard let status = try WorkTreeFile.status(path, in: workTree) else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR where entry.name.display != ".git" && status.st_dev == device:
                if let found = try foreign(below: path, device: device) { return found }
            case S_IFREG, S_IFLNK:
                if !tracked.contains(path) || hidden.contains(path) { return path }
            default: return path
            }
        }
        return nil
    }
}
