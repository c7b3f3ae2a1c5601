internal import Glibc
internal import HookCore

/// Tells which files must become no objects of the repository, because more people may read its objects than the files.
///
/// The permissions of single objects cannot protect a file: git packs objects anew with the umask of the process that
/// collects garbage. A directory above the working tree does not make a file private by being closed: it may be our own
/// data directory, which only its owner may enter. A directory above both the files and the repository does not protect
/// objects either: the repository may be copied out of it.
struct Privacy {
    private let objects: Readers
    private let root: Readers

    /// Reads the permissions of the directories on both ways.
    /// - Parameter root: the directory that the files' paths start at: a working tree, or its own git directory.
    init(root: String, commonDirectory: String) {
        let files = Self.directories(to: root)
        let git = Self.directories(to: commonDirectory + "/objects")
        let shared = zip(files, git).prefix { $0 == $1 }.count
        objects = .passing(git.dropFirst(shared), doubt: .everybody)
        self.root = .passing(files.suffix(1), doubt: .nobody)
    }

    func isPrivate(_ file: WorkTreeFile) -> Bool { !root.also(file.readers).includes(objects) }

    /// Returns a directory and all above it, from the top.
    private static func directories(to directory: String) -> [String] {
        guard let real = realpath(directory, nil) else { return [] }
        defer { free(real) }
        var ancestor = ""
        return FilePath.parts(of: String(cString: real)).map { name in
            ancestor += "/" + name
            return ancestor
        }
    }
}
