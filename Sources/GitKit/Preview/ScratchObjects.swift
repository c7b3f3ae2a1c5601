internal import Exec
internal import Files
package import GitProgram
internal import Glibc
package import HookCore

/// A folder beside the repository for objects that only a preview needs, and for private index files.
///
/// git is told to write there and to read the repository's own objects as alternates, so that nothing is ever written
/// into the repository.
package struct ScratchObjects: Sendable {
    /// The folder that holds everything. The owner of this value removes it.
    let folder: String
    private let repositoryObjects: String

    /// Makes the folder.
    /// - Parameters:
    ///   - folder: the path of the folder to make.
    ///   - commonDirectory: the common git directory of the repository.
    /// - Throws: `.cannotWrite`.
    package init(_ folder: String, commonDirectory: String) throws(ParallelError) {
        self.folder = folder
        repositoryObjects = commonDirectory + "/objects"
        try FileWriter.makeDirectory(folder + "/objects/pack")
        try FileWriter.makeDirectory(folder + "/objects/info")
        chmod(folder, 0o700)
    }

    /// Makes a scratch folder in the user's folder for temporary files.
    static func temporary(for git: Git, commonDirectory: String) throws(ParallelError) -> ScratchObjects {
        var name = Array("\(git.variable("TMPDIR") ?? "/tmp")/parallel-cc-merge.XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw ParallelError(
                .cannotWrite, operation: "preview merge", message: "no folder for temporary objects can be made",
                cause: String(cString: strerror(errno)))
        }
        let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return try ScratchObjects(folder, commonDirectory: commonDirectory)
    }

    var objects: String { folder + "/objects" }

    /// Returns the same git, which writes its objects here and reads the repository's as well.
    package func joined(to git: Git) -> Git {
        // A colon separates paths. A quoted path may hold one (git(1), GIT_ALTERNATE_OBJECT_DIRECTORIES).
        let escaped = repositoryObjects.flatMap { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }
        return git.with([
            "GIT_OBJECT_DIRECTORY": objects, "GIT_ALTERNATE_OBJECT_DIRECTORIES": "\"" + String(escaped) + "\"",
        ])
    }

    /// Returns the same git for previews of merges. A merge may start programs of the user's, such as a merge driver
    /// that rewrites a file. Then git runs in a work tree of its own, which holds nothing but the checkout's
    /// `.gitattributes`, and with an index of its own: files that such a program writes do no harm there.
    /// - Parameter git: a git in the checkout whose attributes count.
    /// - Throws: `.gitFailed`, `.cannotWrite`.
    func previewing(with git: Git) throws(ParallelError) -> Git {
        let joined = joined(to: git)
        guard try GitSettings(git).mergingStartsPrograms else { return joined }
        let gitDirectory = try git.line(["rev-parse", "--absolute-git-dir"])
        let workTree = folder + "/work-tree"
        try TreeDeletion.delete(workTree)
        try FileWriter.makeDirectory(workTree)
        for (path, content) in try AttributeSources.all(git, gitDirectory: gitDirectory) {
            let target = Array(workTree.utf8) + [0x2F] + path
            try FileWriter.makeParents(of: target, below: workTree.utf8.count)
            try FileWriter.create(target, bytes: content, mode: 0o600)
        }
        return joined.on(gitDirectory: gitDirectory, workTree: workTree).withIndex(folder + "/work-tree.index")
    }

    /// Deletes the folder with all that is in it.
    package func remove() {
        try? TreeDeletion.delete(folder)
    }
}
