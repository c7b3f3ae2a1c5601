internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Files whose names git takes into no index (`.GIT/x`, `git~1`, names with a backslash, `.gitmodules` as a link). The
/// state tree keeps them under numbers, with their names in a list.
///
///     refused/<n>      the n-th file
///     refused-paths    their names (`PermissionList`)
enum RefusedFiles {
    static let listName = "refused-paths"

    /// Returns the entries that a tree made of them does not hold, for whatever reason.
    static func missing(_ meant: [IndexEntry], in tree: String, with git: Git) throws(ParallelError) -> [IndexEntry] {
        var held: [PathBytes: IndexEntry] = [:]
        for entry in try IndexEntry.list(tree: tree, with: git) { held[entry.path] = entry }
        return meant.filter { entry in
            guard let found = held[entry.path] else { return true }
            return found.id != entry.id || found.mode != entry.mode
        }
    }

    /// Returns the files' entries in the state tree.
    static func entries(_ refused: [IndexEntry]) -> [IndexEntry] {
        refused.enumerated().map { number, entry in
            IndexEntry(mode: entry.mode, id: entry.id, path: Array("refused/\(number)".utf8))
        }
    }

    /// Returns the content of the files' list.
    static func list(_ refused: [IndexEntry], files: [WorkTreeFile]) -> [UInt8] {
        let permissions = Dictionary(files.map { ($0.path, $0.permissions) }) { $1 }
        return PermissionList.bytes(
            refused.map { ($0.path, permissions[$0.path] ?? ($0.mode == "100755" ? 0o755 : 0o644)) })
    }
}
