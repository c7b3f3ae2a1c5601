internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// The repositories of a removed worktree's submodules, while its files lie in the trash.
///
/// git would delete them with the worktree's git directory. They wait in the common git directory, because the trash
/// may be on another file system. They are deleted when the trash is emptied.
struct KeptSubmodules {
    let path: String

    /// - Parameters:
    ///   - repository: the common git directory.
    ///   - trash: the id of the entry in the trash.
    init(repository: String, trash: String) { path = "\(repository)/\(Submodule.keptFolder)/\(trash)" }

    var exist: Bool { FileAccess.exists(path) }

    /// Moves them out of a worktree's git directory before git deletes that.
    /// - Throws: `.cannotWrite`.
    func putAside(from administration: WorktreeAdministration) throws(ParallelError) {
        // Another process that empties the trash may remove the folder while it is empty.
        for _ in 0..<8 {
            try FileWriter.makeDirectory(FilePath.folder(of: path))
            if rename(administration.directory + "/modules", path) == 0 { return }
            if errno != ENOENT { break }
        }
        throw cannotMove(administration.directory + "/modules", to: path)
    }

    /// Moves them into the git directory of a restored worktree. Does nothing when there are none.
    /// - Throws: `.cannotWrite`.
    func putBack(into gitDirectory: String) throws(ParallelError) {
        guard exist else { return }
        // The rename never replaces existing repositories. It replaces an empty directory.
        guard rename(path, gitDirectory + "/modules") == 0 else {
            throw cannotMove(path, to: gitDirectory + "/modules")
        }
        rmdir(FilePath.folder(of: path))
    }

    /// Deletes them. Does nothing when there are none.
    /// - Throws: `.cannotWrite`.
    func delete() throws(ParallelError) {
        guard exist else { return }
        try TreeDeletion.delete(path)
        rmdir(FilePath.folder(of: path))
    }

    private func cannotMove(_ source: String, to target: String) -> ParallelError {
        ParallelError(
            .cannotWrite, operation: "move submodules", subject: source,
            message: "they cannot be moved to \(target)", cause: String(cString: strerror(errno)))
    }
}
