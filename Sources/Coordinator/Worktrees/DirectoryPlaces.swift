internal import Files
internal import Glibc

/// The paths under which processes see one directory. Each mount namespace may show it at others.
final class DirectoryPlaces {
    private let directory: [UInt8]
    private let aliases: MountAliases?
    private var known: [String: [[UInt8]]] = [:]

    /// The paths in this process's mount namespace, the directory's own first.
    let ours: [[UInt8]]

    /// Finds this process's own paths of a directory.
    /// - Parameter path: a real path.
    init(_ path: String) {
        directory = Array(path.utf8)
        aliases = MountAliases(of: path)
        ours = Self.merge(directory, aliases: aliases?.paths(in: "/proc/self/mountinfo"))
        if let namespace = ProcessFolder(pid: getpid())?.mountNamespace { known[namespace] = ours }
    }

    /// Returns the paths under which a process sees the directory, as its `/proc` tells. They cover all of its
    /// namespace, not only the part below its own root.
    func seen(by process: borrowing ProcessFolder) -> [[UInt8]] {
        guard let aliases, let namespace = process.mountNamespace else { return ours }
        if let places = known[namespace] { return places }
        let root = process.root ?? []
        let prefix = root == [0x2F] ? [] : root
        let places = Self.merge(directory, aliases: aliases.paths(in: process.mountTable).map { prefix + $0 })
        known[namespace] = places
        return places
    }

    private static func merge(_ directory: [UInt8], aliases: [[UInt8]]?) -> [[UInt8]] {
        (aliases ?? []).reduce(into: [directory]) { places, alias in
            if !places.contains(alias) { places.append(alias) }
        }
    }
}
