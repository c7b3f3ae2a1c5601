// Swift attributes `stat` to this module because its headers are read first.
internal import CLibGit2
internal import Files
internal import Glibc
internal import HookCore

/// The permissions of a working tree's directories.
struct DirectoryPermissions {
    /// The working tree's own directory.
    private static let root: PathBytes = Array(".".utf8)

    /// Sorted from the root to the deepest.
    private let directories: [(path: PathBytes, permissions: UInt32)]

    /// Reads the permissions of all directories that lead to one of the paths.
    init(leadingTo paths: some Sequence<PathBytes>, in workTree: String) {
        var names: Set<PathBytes> = [Self.root]
        for path in paths {
            for slash in path.indices.reversed() where path[slash] == 0x2F {
                // The directories above it were added with it.
                guard names.insert(Array(path[..<slash])).inserted else { break }
            }
        }
        directories = names.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { name in
            var status = stat()
            guard lstat(name.absolute(in: workTree), &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                return nil
            }
            return (name, status.st_mode & 0o7777)
        }
    }

    /// Reads the form that `bytes` has.
    init(_ bytes: [UInt8]) { directories = PermissionList.entries(bytes) }

    var bytes: [UInt8] { PermissionList.bytes(directories) }
    var paths: [PathBytes] { directories.map(\.path).filter { $0 != Self.root } }

    /// Makes the directories before any file lies in them, so that none is ever open to more people than before. The
    /// owner may still add files.
    func make(in workTree: String) throws(ParallelError) {
        for (path, permissions) in directories {
            let whole = Array(workTree.utf8) + [0x2F] + path + [0x2F]
            try FileWriter.makeParents(of: whole, below: workTree.utf8.count, followingLinks: false)
            chmod(path.absolute(in: workTree), permissions | 0o700)
        }
    }

    /// Gives the directories their permissions, if they still exist. The deepest come first: a directory may lock its
    /// owner out.
    func apply(in workTree: String) {
        for (path, permissions) in directories.reversed() where permissions & 0o700 != 0o700 {
            chmod(path.absolute(in: workTree), permissions)
        }
    }
}
