internal import Files
internal import Glibc
internal import HookCore

/// Finds the files in a linked worktree's git directory that are not git's: the user or a command has put them there,
/// or has changed what git wrote when it made the worktree.
struct OwnStateFiles {
    let gitDirectory: String
    let commonDirectory: String

    /// The paths of these files below the git directory. Empty files hold nothing and are left out.
    var paths: [String] {
        guard access(gitDirectory + "/commondir", F_OK) == 0 else { return [] }
        return WorktreeStateFiles.paths(in: gitDirectory).filter(isOwn)
    }

    private func isOwn(_ path: String) -> Bool {
        var status = stat()
        if lstat("\(gitDirectory)/\(path)", &status) == 0, status.st_size == 0 { return false }
        switch path {
        case "config.worktree": return settings(in: gitDirectory) != settings(in: commonDirectory)
        case "info/sparse-checkout": return differs(path)
        default:
            return !WorktreeStateFiles.isGits(path) && !WorktreeStateFiles.isLock(path)
                && !path.contains(".parallel-cc-")
        }
    }

    /// Whether a file differs from that of the main checkout, which git copies into a new worktree.
    private func differs(_ name: String) -> Bool {
        WholeFile.read("\(gitDirectory)/\(name)") != WholeFile.read("\(commonDirectory)/\(name)")
    }

    /// Returns the lines of `config.worktree` without what git leaves out when it copies that into a new worktree.
    private func settings(in directory: String) -> [String] {
        let text = WholeFile.read(directory + "/config.worktree")?.display ?? ""
        return text.split(separator: "\n").map { String($0.drop { $0 == " " || $0 == "\t" }) }.filter { line in
            let word = line.prefix { $0 != " " && $0 != "=" }.lowercased()
            return !["", "[core]", "bare", "worktree"].contains(word)
        }
    }
}
