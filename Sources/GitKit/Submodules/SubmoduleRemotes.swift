internal import Exec
internal import GitProgram
internal import Glibc
internal import HookCore

/// The remotes of a submodule that count as holders of its commits: they are configured, and lie outside of the
/// directories that are removed.
struct SubmoduleRemotes {
    private let addresses: [String: Set<Substring>]

    /// Reads the configured remotes.
    /// - Parameters:
    ///   - git: a git bound to the submodule's git directory.
    ///   - going: the directories that are removed.
    init(_ git: Git, going: [String]) throws(ParallelError) {
        let lines = try git.line(["remote", "-v"]).split(separator: "\n")
        var addresses: [String: Set<Substring>] = [:]
        let gone = going.map(realPath)
        for line in lines {
            guard line.hasSuffix(" (fetch)"), let tab = line.firstIndex(of: "\t") else { continue }
            let address = line[line.index(after: tab)...].dropLast(" (fetch)".count)
            let isOutside = Self.localPath(address, from: git.directory).map { path in
                access(path, F_OK) == 0 && !gone.contains { FilePath.lies(realPath(path), in: $0) }
            }
            if isOutside ?? true { addresses[String(line[..<tab]), default: []].insert(address) }
        }
        self.addresses = addresses
    }

    /// The addresses in the form of git's configuration.
    var allAddresses: Set<Substring> { addresses.values.reduce(into: []) { $0.formUnion($1) } }

    /// Whether a reference tracks a branch or tag of one of these remotes.
    func have(_ reference: String) -> Bool {
        addresses.keys.contains { FilePath.lies(reference, in: "refs/remotes/\($0)") }
    }

    /// Returns the path of a repository on this machine; nil for any other address. See git-clone(1), "GIT URLS".
    private static func localPath(_ address: Substring, from directory: String) -> String? {
        if address.utf8.starts(with: "file://".utf8) {
            return String(Substring(address.utf8.dropFirst("file://".utf8.count)))
        }
        if FilePath.isAbsolute(address) { return String(address) }
        let start = address.utf8.prefix { $0 != UInt8(ascii: "/") }
        return start.contains(UInt8(ascii: ":")) ? nil : "\(directory)/\(address)"
    }
}
