internal import Glibc

/// `.git/worktrees/<id>`, found from the worktree's path also when the worktree itself is gone.
package enum WorktreeAdministration {
    /// The git directory of the linked worktree at `path`; nil when git does not know it.
    package static func find(path: String, commonDirectory: String) -> String? {
        let root = commonDirectory + "/worktrees"
        guard let stream = opendir(root) else { return nil }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", let bytes = WholeFile.read("\(root)/\(name)/gitdir") else { continue }
            var back = String(decoding: bytes, as: UTF8.self)
            if back.hasSuffix("\n") { back.removeLast() }
            let place = back.hasSuffix("/.git") ? String(back.dropLast("/.git".count)) : back
            if place == path || realPath(place) == path { return "\(root)/\(name)" }
        }
        return nil
    }
}
