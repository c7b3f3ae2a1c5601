internal import Files
internal import HookCore

/// The folder that removed worktrees lie in, beside the worktrees.
enum TrashPlace {
    static let name = ".trash"

    /// Whether a path is that of such a folder.
    static func isTrash(_ folder: String) -> Bool { FilePath.name(of: folder) == name }

    /// Whether a path leads through such a folder.
    static func holds(_ path: String) -> Bool {
        FilePath.parts(of: path).contains { $0 == name }
    }
}

extension Coordinator {
    /// Returns the trash folder beside a worktree, on the same file system.
    func trashRoot(for worktreePath: String) -> String { FilePath.folder(of: worktreePath) + "/" + TrashPlace.name }
}
