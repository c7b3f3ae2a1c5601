internal import Glibc

/// Tells which files must become no objects of the repository, because more people may read those.
///
/// Permissions of objects would not do: git packs them anew, by the umask of whoever collects garbage. What a directory
/// above the working tree closes off is not private by that: it may be our own data directory, which only its owner may
/// enter. Nor does one protect objects that lies above both: the repository may be copied out of it.
struct Privacy {
    private let objects: Readers
    private let root: Readers

    /// - Parameter root: the directory that the files' paths start at: a working tree's, or its own git directory.
    init(root: String, commonDirectory: String) {
        let files = Self.directories(to: root)
        let git = Self.directories(to: commonDirectory + "/objects")
        let shared = zip(files, git).prefix { $0 == $1 }.count
        objects = .passing(git.dropFirst(shared), doubt: .everybody)
        self.root = .passing(files.suffix(1), doubt: .nobody)
    }

    func isPrivate(_ file: WorkTreeFile) -> Bool { !root.also(file.readers).includes(objects) }

    /// Lists a directory and all above it, from the top.
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
