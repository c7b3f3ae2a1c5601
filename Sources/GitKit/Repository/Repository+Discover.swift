internal import Exec
internal import Files
package import GitProgram
internal import Glibc
package import HookCore

extension Repository {
    /// The directories that are asked for first. A bare repository has no work tree.
    private typealias Directories = (common: String, own: String, workTree: String?)

    /// Returns the repository that holds `directory`.
    /// - Throws: `.notARepository`, `.bareRepository`, `.unusableRepository`.
    package static func discover(at directory: String, git: Git) throws(ParallelError) -> Repository {
        try make(directory, found: find(directory, with: git))
    }

    /// Returns the real path of the common git directory of the repository that holds `directory`, which may be bare.
    /// - Throws: `.notARepository`, `.unusableRepository`.
    package static func commonDirectory(at directory: String, git: Git) throws(ParallelError) -> String {
        realPath(try find(directory, with: git).common)
    }

    /// Asks libgit2, and git where libgit2 1.5 cannot answer.
    private static func find(_ directory: String, with git: Git) throws(ParallelError) -> Directories {
        do {
            let found = try LibGit2Repository(discoveringFrom: directory)
            guard let common = found.commonDirectory, let own = found.gitDirectory else {
                throw unusable(directory, cause: "libgit2 knows no git directory")
            }
            return (common, own, found.workTree)
        } catch let error as LibGit2Repository.Failure {
            // libgit2 says "not found" also of a repository that belongs to another user. git says why.
            if case .notFound = error, !hasRepositoryAbove(directory) {
                throw ParallelError(
                    .notARepository, operation: "find repository", subject: directory, message: "not a git repository")
            }
            return try ask(git.at(directory), in: directory)
        } catch let error as ParallelError {
            throw error
        } catch {
            throw unusable(directory, cause: "\(error)")
        }
    }

    private static func ask(_ git: Git, in directory: String) throws(ParallelError) -> Directories {
        let question = ["rev-parse", "--path-format=absolute", "--git-common-dir", "--git-dir", "--is-bare-repository"]
        let answer = try git.result(question)
        guard answer.status.isSuccess else { throw unusable(directory, cause: answer.errorText) }
        // A path with a line break makes more lines, and cannot be read from this answer.
        let lines = answer.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        guard lines.count == 3 else { throw unusable(directory, cause: "git's answer has \(lines.count) lines") }
        let workTree = lines[2] == "true" ? nil : try git.line(["rev-parse", "--show-toplevel"])
        return (lines[0], lines[1], workTree)
    }

    private static func hasRepositoryAbove(_ directory: String) -> Bool {
        var folder = realPath(directory)
        while access(folder + "/.git", F_OK) != 0 {
            if folder == "/" { return false }
            folder = FilePath.folder(of: folder)
        }
        return true
    }

    private static func make(_ directory: String, found: Directories) throws(ParallelError) -> Repository {
        guard let workTree = found.workTree else {
            throw bare(directory, own: found.own)
        }
        let common = realPath(found.common)
        let own = realPath(found.own)
        let root = realPath(workTree)
        // libgit2 guesses this root when it is asked inside a git directory that lies apart from its checkout.
        let isBeside = FilePath.folder(of: own).isSame(as: root)
        guard !isBeside || access(root + "/.git", F_OK) == 0 else {
            throw unusable(directory, cause: "a git directory whose checkout is not known")
        }
        return Repository(
            commonDirectory: common, gitDirectory: own, workTree: root,
            mainCheckout: own.isSame(as: common) ? root : mainCheckout(of: common))
    }

    /// Returns the error for a bare repository. A bare repository has no index: where there is one, some program has
    /// set `core.bare` in a repository with a checkout.
    private static func bare(_ directory: String, own: String) -> ParallelError {
        let hadCheckout = access(own + "/index", F_OK) == 0
        return ParallelError(
            .bareRepository, operation: "find repository", subject: directory,
            message: hadCheckout
                ? "core.bare is true, but the repository has the index of a checkout"
                : "the repository is bare: there is no checkout to work in",
            hint: hadCheckout
                ? "if it has a checkout: git --git-dir=\(ShellWord.quote(realPath(own))) config core.bare false" : nil)
    }

    /// Returns the main checkout of a repository; nil for a bare one. libgit2's answer counts only if the checkout
    /// points back.
    package static func mainCheckout(of common: String) -> String? {
        guard let opened = try? LibGit2Repository(at: common) else {
            return common.hasSuffix("/.git") ? String(common.dropLast("/.git".count)) : nil
        }
        // A bare repository has no checkout, whatever the name of its directory.
        guard let candidate = opened.workTree else { return nil }
        guard let back = try? LibGit2Repository(at: candidate), let directory = back.commonDirectory else { return nil }
        return realPath(directory).isSame(as: common) ? realPath(candidate) : nil
    }

    /// Whether a directory is the root of the main checkout of the repository with this common git directory.
    package static func isMainCheckout(_ directory: String, of common: String) -> Bool {
        guard let opened = try? LibGit2Repository(at: directory), let own = opened.gitDirectory,
            let root = opened.workTree
        else { return false }
        return realPath(own).isSame(as: common) && realPath(root).isSame(as: directory)
    }

    private static func unusable(_ directory: String, cause: String) -> ParallelError {
        ParallelError(
            .unusableRepository, operation: "open repository", subject: directory,
            message: "git will not open this repository",
            hint: "git -C \(ShellWord.quote(directory)) status says more", cause: cause)
    }
}

/// Returns the path with all symbolic links resolved, or the path itself where that is not possible.
package func realPath(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// Returns the real path of a file that need not exist yet: the existing part is resolved, and the rest follows as it
/// is.
package func realPathOfMissing(_ path: String) -> String {
    RealPath.of(path) ?? path
}
