import HookCore

/// What is checked out in a worktree, read from its `HEAD` without git (gitrepository-layout(5)).
enum CheckedOut {
    /// The branch without `refs/heads/`; nil for a detached HEAD and where there is no worktree.
    static func branch(at root: String) -> String? {
        guard let directory = gitDirectory(of: root), let head = FileBytes.read(directory + "/HEAD") else { return nil }
        let start = Array("ref: refs/heads/".utf8)
        guard head.starts(with: start) else { return nil }
        let name = head.dropFirst(start.count).prefix { $0 != 0x0A }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }

    private static func gitDirectory(of root: String) -> String? {
        let link = root + "/.git"
        // A directory cannot be read as a file.
        guard let bytes = FileBytes.read(link, limit: 8192) else { return link }
        let start = Array("gitdir: ".utf8)
        guard bytes.starts(with: start) else { return nil }
        let path = String(decoding: bytes.dropFirst(start.count).prefix { $0 != 0x0A }, as: UTF8.self)
        return path.hasPrefix("/") ? path : root + "/" + path
    }
}
