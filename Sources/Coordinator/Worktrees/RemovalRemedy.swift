internal import Exec
internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// Commands that remove the reason for keeping a worktree. The user can type them unchanged.
enum RemovalRemedy {
    static func unlock(_ worktree: WorktreeRecord) -> String {
        "git --git-dir=\(ShellWord.quote(worktree.repository)) worktree unlock \(ShellWord.quote(worktree.path))"
    }

    /// Returns a command that moves a directory of the worktree, or the whole worktree, to a place beside it where
    /// nothing lies. A process that lives there would lose its directory, so it must end first.
    static func move(_ path: PathBytes, in root: String) -> String {
        let absolute = path.isEmpty ? root : root + "/" + path.display
        if let inside = ProcessesInside(absolute, since: Timestamp.now()).first {
            return "end what lives in \(ShellWord.quote(absolute)) first: \(inside)"
        }
        let name = path.isEmpty ? Array("moved".utf8) : path.map { $0 == 0x2F ? UInt8(ascii: "-") : $0 }
        let target = ShellWord.quote(free(Array("\(root)-".utf8) + name))
        let place = Array(root.utf8) + (path.isEmpty ? [] : [0x2F] + path)
        if !path.isEmpty, servesElsewhere(absolute) {
            return "move \(ShellWord.quote(place)) away yourself: the .git of a working tree elsewhere names its path"
        }
        if !path.isEmpty, LinkTarget.text(absolute + "/.git") != nil {
            return "move \(ShellWord.quote(place)) away yourself: its .git is a link"
        }
        let command = "mv -T \(ShellWord.quote(place)) \(target)"
        // The repository of a worktree records its path, and each worktree that of its repository.
        let owner = WorktreeAdministration.gitDirectory(of: absolute)
        let isKnown = WorktreeAdministration.isLinked(absolute) && owner.map(FileAccess.exists) == true
        // From its new place, a relative link leads nowhere.
        if isKnown, let owner, linksRelatively(absolute) {
            let common = ShellWord.quote(FilePath.folder(of: FilePath.folder(of: realPath(owner))))
            return "git --git-dir=\(common) worktree move \(ShellWord.quote(place)) \(target)"
        }
        let hasWorktrees = ["/.git", ""].contains { !DirectoryNames.list("\(absolute)\($0)/worktrees").isEmpty }
        // What cannot be named as text was not looked into. Where nobody records a path there is nothing to repair.
        let isText = absolute.utf8.elementsEqual(place)
        return isKnown || hasWorktrees || !isText ? "\(command) && git -C \(target) worktree repair" : command
    }

    /// Returns a path at which nothing lies: the wanted one, or with a number.
    private static func free(_ path: PathBytes) -> PathBytes {
        var (free, number) = (path, 2)
        var status = stat()
        while lstat(free.absolute(in: ""), &status) == 0 {
            free = path + Array("-\(number)".utf8)
            number += 1
        }
        return free
    }

    /// Returns what the move of a repository breaks that the command cannot mend; nil where it has no objects of its
    /// own.
    static func warning(of path: PathBytes, in root: String) -> String? {
        let absolute = root + "/" + path.display
        let hasObjects = ["/.git/objects", "/objects"].contains { FileAccess.isDirectory(absolute + $0) }
        return hasObjects
            ? "a clone that takes objects from it (git clone --shared or --reference) has its path in "
                + "objects/info/alternates of its git directory, and needs the new one there"
            : nil
    }

    /// Whether a directory is the git directory of a working tree elsewhere (`core.worktree`, `--separate-git-dir`).
    private static func servesElsewhere(_ path: String) -> Bool {
        guard ["HEAD", "objects", "refs"].allSatisfy({ FileAccess.exists("\(path)/\($0)") }) else { return false }
        let settings = String(decoding: WholeFile.read(path + "/config") ?? [], as: UTF8.self)
        return settings.contains("worktree = ") || settings.contains("bare = false")
    }

    /// Whether a linked worktree names its git directory by a relative path (`worktree.useRelativePaths`).
    private static func linksRelatively(_ root: String) -> Bool {
        let link = WholeFile.read(root + "/.git") ?? []
        return link.starts(with: Array("gitdir: ".utf8)) && !link.starts(with: Array("gitdir: /".utf8))
    }

    /// Returns a command for a directory that cannot be renamed because it may not be written to, or lies in a lower
    /// layer of an overlay, such as the image of a container: mv(1) copies it into the upper one.
    static func move(_ path: String, refusedWith code: Int32) -> String? {
        let (quoted, other) = (ShellWord.quote(path), ShellWord.quote(path + "-moved"))
        if code == EACCES, isOurs(path), faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0 {
            return "chmod u+w \(quoted)"
        }
        return code == EXDEV ? "mv -T -n \(quoted) \(other) && mv -T -n \(other) \(quoted)" : nil
    }

    private static func isOurs(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_uid == geteuid()
    }

    /// Returns a command that makes an unreadable path readable, and changes the permissions of nothing else below it.
    /// It begins with the first directory on the way that cannot be entered, since nothing below it can be changed
    /// before.
    static func open(_ path: PathBytes, in root: String) -> String {
        var place = root
        for part in path.split(separator: 0x2F) {
            // A name that cannot be typed is reached through its directory.
            guard faccessat(AT_FDCWD, place, R_OK | X_OK, AT_EACCESS) == 0, let name = typed(part) else { break }
            place += "/" + name
        }
        let word = ShellWord.quote(place)
        // find(1) enters a directory after it has run the command for it. Only the worktree itself is to be moved,
        // which needs its permission to be written to.
        let readable =
            "find \(word) -type d ! -perm -u=rx -exec chmod u+rx {} \\; -o -type f ! -perm -u=r -exec chmod u+r {} +"
        let command = place == root ? "chmod u+rwx \(word) && \(readable)" : readable
        return isOurs(place) ? command : "as root: chown -R \(geteuid()) \(word) && \(command)"
    }

    /// Returns a name as text; nil where it is none, or holds what is not shown as it is, such as a line break.
    private static func typed(_ name: PathBytes.SubSequence) -> String? {
        let text = Array(name).display
        let isShown = text.unicodeScalars.allSatisfy {
            ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
        return isShown && text.utf8.elementsEqual(name) ? text : nil
    }
}
