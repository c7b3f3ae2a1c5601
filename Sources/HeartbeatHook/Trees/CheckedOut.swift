import Glibc
import HookCore

/// The branches and main checkouts of worktrees, read without git (gitrepository-layout(5)).
enum CheckedOut {
    /// Returns the branch without `refs/heads/`; nil for a detached HEAD and where there is no worktree.
    static func branch(at root: String) -> String? {
        guard let directory = GitDirectory.of(root), let head = FileBytes.read(directory + "/HEAD") else { return nil }
        let start = Array("ref: refs/heads/".utf8)
        guard head.starts(with: start) else { return nil }
        let name = head.dropFirst(start.count).prefix { $0 != 0x0A }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }

    /// Returns the root of the main checkout of the repository; nil where it has none (bare) or where its path is not
    /// recorded.
    static func mainCheckout(_ location: ClaimLocation) -> String? {
        if !isLinked(location.root) { return location.root }
        let common = location.repository
        let settings = core(FileBytes.read(common + "/config", limit: 1 << 16) ?? [])
        if settings["bare"] == "true" { return nil }
        if let checkout = settings["worktree"] { return FilePath.absolute(checkout, in: common) }
        return common.hasSuffix("/.git") ? String(common.dropLast("/.git".count)) : nil
    }

    private static func isLinked(_ root: String) -> Bool {
        GitDirectory.of(root).map { access($0 + "/commondir", F_OK) == 0 } ?? false
    }

    /// Reads the section `core` of the settings as git itself writes it, with the names in lower case. It does not
    /// follow the includes and quotes that people write.
    private static func core(_ config: [UInt8]) -> [String: String] {
        var section: [UInt8] = []
        var values: [String: String] = [:]
        for line in config.split(separator: 0x0A) {
            let text = line.drop { $0 == 0x20 || $0 == 0x09 }
            if text.first == UInt8(ascii: "[") { section = Array(text) }
            guard section.starts(with: "[core]".utf8), let equals = text.firstIndex(of: UInt8(ascii: "=")) else {
                continue
            }
            let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
            let name = text[..<equals].reversed().drop(while: blank).reversed()
            let value = text[(equals + 1)...].drop(while: blank)
            values[String(decoding: name, as: UTF8.self).lowercased()] = String(decoding: value, as: UTF8.self)
        }
        return values
    }
}
