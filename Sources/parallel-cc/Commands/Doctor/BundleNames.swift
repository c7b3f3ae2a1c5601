internal import Coordinator
internal import Glibc
internal import HookCore
internal import Wiring

/// The user's names and paths in the surroundings, and the words that replace them.
struct BundleNames {
    let surroundings: ProgramEnvironment

    /// - Parameter pseudonyms: the pseudonyms of the database, which stay as they are.
    func added(to pseudonyms: Pseudonyms) -> Pseudonyms {
        var names = pseudonyms
        names.add(repositories: [surroundings.directory.flatMap(MainCheckout.around)].compactMap(\.self))
        let namedPaths = [
            (surroundings.dataDirectory, "data-directory"), (surroundings.claudeDirectory, "claude-directory"),
            (ProgramEnvironment.binaryDirectory, "program-directory"), (surroundings.home, "~"),
            (surroundings.directory, "working-directory"),
        ]
        for (path, name) in namedPaths {
            // The path `/` tells nothing, and is part of every path.
            guard let path, path.count > 1 else { continue }
            names.add(path, named: name)
            if let real = RealPath.of(path) { names.add(real, named: name) }
        }
        for user in users { names.add(user, named: "user-name") }
        for host in hosts { names.add(host, named: "host-name") }
        return names
    }

    private var users: [String] {
        let login = getpwuid(getuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
        return ["USER", "LOGNAME"].compactMap { surroundings.environment[$0] } + [login].compactMap(\.self)
    }

    /// The name of this host, with its domain and without.
    private var hosts: [String] {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return [] }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return [name] + name.split(separator: ".").prefix(1).map(String.init)
    }
}
