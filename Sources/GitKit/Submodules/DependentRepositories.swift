internal import Files
internal import Glibc
internal import HookCore

/// Finds parts of a repository, and of its submodules, that need a directory to stay where it is.
struct DependentRepositories {
    /// The common git directory, and the git directories of all submodules: those of the main checkout, those of
    /// worktrees, and those kept for the trash.
    private var repositories: [String]
    /// Symbolic links to these repositories, and links directly in them.
    private var links: [String] = []
    private var seen: Set<Name> = []

    /// Lists the repositories and links below a common git directory.
    /// - Parameter commonDirectory: the common git directory of the repository.
    init(commonDirectory: String) {
        repositories = [commonDirectory]
        let worktrees = DirectoryNames.list(commonDirectory + "/worktrees").map { "worktrees/\($0)/modules" }
        for folder in ["modules", Submodule.keptFolder] + worktrees { search("\(commonDirectory)/\(folder)") }
    }

    /// Returns a link that leads into a directory from outside.
    func link(into directory: String) -> String? {
        links.first { link in
            FilePath.lies(realPath(link), in: directory)
                && !FilePath.lies(realPath(FilePath.folder(of: link)), in: directory)
        }
    }

    /// Returns a repository that takes objects from a directory.
    func borrower(from directory: String) -> String? {
        repositories.first { repository in
            Self.sources("\(repository)/objects").contains { FilePath.lies($0, in: directory) }
        }
    }

    private mutating func search(_ path: String) {
        let isLink = Self.isLink(path)
        if isLink { links.append(path) }
        let isRepository = ["HEAD", "objects"].allSatisfy { access("\(path)/\($0)", F_OK) == 0 }
        if isRepository {
            repositories.append(path)
            // The search finds the rest at the link's target.
            if isLink { return }
        }
        guard seen.insert(Name(realPath(path))).inserted else { return }
        let entries = DirectoryNames.list(path).map { "\(path)/\($0)" }
        if isRepository {
            links += entries.filter(Self.isLink)
            search(path + "/modules")
        } else {
            for entry in entries { search(entry) }
        }
    }

    /// Returns the object stores that a store uses, as deep as git follows them.
    private static func sources(_ objects: String, depth: Int = 5) -> [String] {
        guard depth > 0, let lines = WholeFile.read(objects + "/info/alternates")?.display.split(separator: "\n")
        else { return [] }
        return lines.flatMap { line in
            let path = realPath(FilePath.absolute(String(line), in: objects))
            return [path] + sources(path, depth: depth - 1)
        }
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
