internal import Glibc

/// Tells which files must become no objects of the repository, because more people may read those.
///
/// Permissions of objects would not do: git packs them anew, by the umask of whoever collects garbage. A directory that
/// closes off both the files and the repository is no reason: the repository may be copied out of it.
struct Privacy {
    private let objects: Readers
    private let root: Readers

    /// - Parameter root: the directory that the files' paths start at.
    init(root: String, commonDirectory: String) {
        let files = Self.directories(to: root)
        let git = Self.directories(to: commonDirectory + "/objects")
        let shared = zip(files, git).prefix { $0 == $1 }.count
        objects = .passing(git.dropFirst(shared))
        self.root = .passing(files.dropFirst(shared))
    }

    func isPrivate(_ file: WorkTreeFile) -> Bool { !root.also(file.readers).includes(objects) }

    /// Itself and all above it, from the top.
    private static func directories(to directory: String) -> [String] {
        guard let real = realpath(directory, nil) else { return [] }
        defer { free(real) }
        var place = ""
        return String(cString: real).split(separator: "/").map { name in
            place += "/" + name
            return place
        }
    }
}
