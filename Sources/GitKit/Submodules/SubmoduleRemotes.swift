internal import Exec
internal import GitProgram
internal import Glibc
internal import HookCore

/// The remotes of a submodule that hold anything: those that are configured, and lead out of what would go with the worktree.
struct SubmoduleRemotes {
    private let addresses: [String: Set<Substring>]

    /// - Parameters:
    ///   - git: bound to the submodule's git directory.
    ///   - going: the directories that go.
    init(_ git: Git, going: [String]) throws(ParallelError) {
        let lines = try git.line(["remote", "-v"]).split(separator: "\n")
        var addresses: [String: Set<Substring>] = [:]
        let gone = going.map(realPath)
        for line in lines {
            guard line.hasSuffix(" (fetch)"), let tab = line.firstIndex(of: "\t") else { continue }
            let address = line[line.index(after: tab)...].dropLast(" (fetch)".count)
            let isOutside = Self.localPath(address, from: git.directory).map { path in
                access(path, F_OK) == 0 && !gone.contains { (realPath(path) + "/").hasPrefix($0 + "/") }
            }
            if isOutside ?? true { addresses[String(line[..<tab]), default: []].insert(address) }
        }
        self.addresses = addresses
    }

    /// As git's configuration has them.
    var allAddresses: Set<Substring> { addresses.values.reduce(into: []) { $0.formUnion($1) } }

    /// Whether a reference is what one of them had.
    func have(_ reference: String) -> Bool {
        addresses.keys.contains { reference.hasPrefix("refs/remotes/\($0)/") }
    }

    /// Of a repository on this machine; nil for any other. git-clone(1), "GIT URLS".
    private static func localPath(_ address: Substring, from directory: String) -> String? {
        if address.hasPrefix("file://") { return String(address.dropFirst("file://".count)) }
        if address.hasPrefix("/") { return String(address) }
        let start = address.prefix { $0 != "/" }
        return start.contains(":") ? nil : "\(directory)/\(address)"
    }
}
