internal import Files
internal import Glibc
internal import HookCore

/// Finds the repositories in a `modules` directory.
struct SubmoduleSearch {
    private var found: [Submodule] = []

    /// Returns the submodules below a `modules` directory.
    /// - Throws: `.unsavedSubmodule` for anything else that lies there.
    static func run(_ modules: String) throws(ParallelError) -> [Submodule] {
        var search = SubmoduleSearch()
        try search.search(modules, prefix: "")
        let tree = TreeFingerprint.of(modules)
        let known = Set(search.found.map { Array($0.name.utf8) })
        if let other = (tree.unreadable + tree.mountPoints).first
            ?? tree.nestedRepositories.first(where: { !known.contains($0) })
        {
            throw unknown(modules + "/" + other.display)
        }
        return search.found
    }

    /// Searches one directory. A submodule's name with slashes is a directory in another.
    private mutating func search(_ directory: String, prefix: String) throws(ParallelError) {
        for entry in DirectoryNames.list(directory) {
            let path = directory + "/" + entry
            // A name that is not UTF-8 was changed when it was decoded, and so is not found.
            guard Self.isDirectory(path) else { throw Self.unknown(path) }
            if ["HEAD", "objects", "refs"].allSatisfy({ access("\(path)/\($0)", F_OK) == 0 }) {
                found.append(Submodule(name: prefix + entry, gitDirectory: path, checkout: nil))
                try search(path + "/modules", prefix: prefix + entry + "/modules/")
            } else {
                try search(path, prefix: prefix + entry + "/")
            }
        }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func unknown(_ path: String) -> ParallelError {
        ParallelError(
            .unsavedSubmodule, operation: "look at submodules", subject: path,
            message: "something that is no repository lies among its submodules")
    }
}
