internal import Files
internal import Glibc
internal import HookCore

/// What of one repository, and of its submodules, needs a directory to stay where it is.
struct DependentRepositories {
    /// The common git directory, and those of all submodules: of the main checkout, of worktrees, and kept for the trash.
    private var repositories: [String]
    /// Symbolic links to them, and directly in them.
    private var links: [String] = []
    private var seen: Set<String> = []

    /// - Parameter commonDirectory: the repository's.
    init(commonDirectory: String) {
        repositories = [commonDirectory]
        let worktrees = DirectoryNames.list(commonDirectory + "/worktrees").map { "worktrees/\($0)/modules" }
        for folder in ["modules", Submodule.keptFolder] + worktrees { look("\(commonDirectory)/\(folder)") }
    }

    /// A link that leads into a directory from outside.
    func link(into directory: String) -> String? {
        links.first { link in
            Self.lies(realPath(link), in: directory) && !Self.lies(realPath(FilePath.folder(of: link)), in: directory)
        }
    }

    /// A repository that takes objects from a directory.
    func borrower(from directory: String) -> String? {
        repositories.first { repository in
            Self.sources("\(repository)/objects").contains { Self.lies($0, in: directory) }
        }
    }

    private mutating func look(_ path: String) {
        let isLink = Self.isLink(path)
        if isLink { links.append(path) }
        let isRepository = ["HEAD", "objects"].allSatisfy { access("\(path)/\($0)", F_OK) == 0 }
        if isRepository {
            repositories.append(path)
            // The rest is found where that lies.
            if isLink { return }
        }
        guard seen.insert(realPath(path)).inserted else { return }
        let entries = DirectoryNames.list(path).map { "\(path)/\($0)" }
        if isRepository {
            links += entries.filter(Self.isLink)
            look(path + "/modules")
        } else {
            for entry in entries { look(entry) }
        }
    }

    /// The object stores that one uses, as deep as git follows them.
    private static func sources(_ objects: String, depth: Int = 5) -> [String] {
        guard depth > 0, let lines = WholeFile.read(objects + "/info/alternates")?.display.split(separator: "\n")
        else { return [] }
        return lines.flatMap { line in
            let path = realPath(line.hasPrefix("/") ? String(line) : "\(objects)/\(line)")
            return [path] + sources(path, depth: depth - 1)
        }
    }

    private static func lies(_ path: String, in directory: String) -> Bool {
        path == directory || path.hasPrefix(directory + "/")
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
