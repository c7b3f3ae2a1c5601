internal import Exec
internal import Files
internal import GitKit
internal import Glibc

/// Commands that do away with what keeps a worktree, to be typed as they stand.
enum RemovalRemedy {
    static func unlock(_ worktree: WorktreeRecord) -> String {
        "git --git-dir=\(ShellWord.quote(worktree.repository)) worktree unlock \(ShellWord.quote(worktree.path))"
    }

    /// Moves a directory of the worktree, or the whole, beside it.
    static func move(_ path: PathBytes, in root: String) -> String {
        let place = path.isEmpty ? root : root + "/" + path.display
        let name = path.isEmpty ? "moved" : path.display.replacing("/", with: "-")
        let target = ShellWord.quote("\(root)-\(name)")
        let command = "mv \(ShellWord.quote(place)) \(target)"
        // Its repository knows where a worktree is.
        let owner = WorktreeAdministration.gitDirectory(of: place)
        let isKnown = WorktreeAdministration.isLinked(place) && owner.map(FileAccess.exists) == true
        return isKnown ? "\(command) && git -C \(target) worktree repair" : command
    }

    /// Lets us read what we may not.
    static func open(_ path: PathBytes, in root: String) -> String {
        let place = root + "/" + path.display
        var status = stat()
        let isOurs = lstat(place, &status) == 0 && status.st_uid == geteuid()
        let word = ShellWord.quote(place)
        let command = "chmod -R u+rwX \(word)"
        return isOurs ? command : "as root: chown -R \(geteuid()) \(word) && \(command)"
    }
}
