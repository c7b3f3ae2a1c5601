internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// The repositories of a removed worktree's submodules, while its files lie in the trash.
///
/// git would delete them with the worktree's git directory. They wait in the common git directory, since the trash may be
/// another file system, and go when the trash is emptied.
struct KeptSubmodules {
    let path: String

    /// - Parameters:
    ///   - repository: the common git directory.
    ///   - trash: the id of the entry in the trash.
    init(repository: String, trash: String) { path = "\(repository)/\(Submodule.keptFolder)/\(trash)" }

    var exist: Bool { FileAccess.exists(path) }

    /// Takes them out of a worktree's git directory that is about to go.
    /// - Throws: `.cannotWrite`.
    func putAside(from administration: WorktreeAdministration) throws(ParallelError) {
        // Whoever empties the trash takes the folder away while it is empty.
        for _ in 0..<8 {
            try FileWriter.makeDirectory(FilePath.folder(of: path))
            if rename(administration.directory + "/modules", path) == 0 { return }
            if errno != ENOENT { break }
        }
        throw cannotMove(administration.directory + "/modules", to: path)
    }

    /// Puts them into the git directory of a worktree that comes back; nothing where there are none.
    /// - Throws: `.cannotWrite`.
    func putBack(into gitDirectory: String) throws(ParallelError) {
        guard exist else { return }
        // Never over repositories that are there; an empty directory is as good as none.
        guard rename(path, gitDirectory + "/modules") == 0 else {
            throw cannotMove(path, to: gitDirectory + "/modules")
        }
        rmdir(FilePath.folder(of: path))
    }

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
