internal import GitKit
internal import Glibc
internal import HookCore

/// Finds processes that live in a directory: by working directory, root, open files or mapped files.
///
/// A process of our own user that cannot be looked at (a setuid or non-dumpable one) counts as inside if it started after
/// the directory was made; an older one, such as an ssh-agent, cannot have been started from there. Processes of other
/// users that cannot be read are passed over: an ordinary user can never read them.
struct ProcessesInside {
    /// "name (pid)", the first one found.
    let first: String?

    /// - Parameter since: when the directory was made.
    init(_ directory: String, since: Timestamp) {
        let prefix = Array(directory.utf8)
        let me = getpid()
        for pid in Self.pids() where pid != me {
            if Self.lives(pid, in: prefix, since: since) {
                let name = FileBytes.readLine("/proc/\(pid)/comm") ?? "process"
                first = "\(name) (\(pid))"
                return
            }
        }
        first = nil
    }

    private static func pids() -> [Int32] {
        names(in: "/proc").compactMap { Int32($0) }
    }

    private static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    private static func lives(_ pid: Int32, in prefix: [UInt8], since: Timestamp) -> Bool {
        let place = "/proc/\(pid)"
        for link in ["/cwd", "/root", "/exe"] {
            guard let target = target(place + link) else {
                if errno == EACCES { return isOurs(place) && startedAfter(pid, since) }
                continue
            }
            if isInside(target, prefix) { return true }
        }
        for descriptor in names(in: place + "/fd") {
            if let target = target(place + "/fd/" + descriptor), isInside(target, prefix) { return true }
        }
        return mapsFile(place, prefix)
    }

    private static func mapsFile(_ place: String, _ prefix: [UInt8]) -> Bool {
        guard let maps = FileBytes.read(place + "/maps", limit: 1 << 22) else { return false }
        let needle = [UInt8(ascii: " ")] + prefix + [UInt8(ascii: "/")]
        return maps.withUnsafeBytes { hay in
            needle.withUnsafeBytes { contains(hay, $0) }
        }
    }

    private static func contains(_ hay: UnsafeRawBufferPointer, _ needle: UnsafeRawBufferPointer) -> Bool {
        guard let start = hay.baseAddress, let wanted = needle.baseAddress else { return false }
        return memmem(start, hay.count, wanted, needle.count) != nil
    }

    private static func target(_ link: String) -> [UInt8]? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(link, &buffer, buffer.count)
        return count < 0 ? nil : buffer[..<count].map { UInt8(bitPattern: $0) }
    }

    private static func isInside(_ path: [UInt8], _ prefix: [UInt8]) -> Bool {
        path.starts(with: prefix) && (path.count == prefix.count || path[prefix.count] == 0x2F)
    }

    private static func isOurs(_ place: String) -> Bool {
        var status = stat()
        return stat(place, &status) == 0 && status.st_uid == geteuid()
    }

    private static func startedAfter(_ pid: Int32, _ since: Timestamp) -> Bool {
        guard let identity = ProcessIdentity.read(pid: pid) else { return false }
        guard let line = FileBytes.readLine("/proc/uptime"), let uptime = Double(line) else { return true }
        let boot = Timestamp.now().milliseconds - Int64(uptime * 1_000)
        let started = boot + Int64(identity.startTime) * 1_000 / Int64(sysconf(Int32(_SC_CLK_TCK)))
        return started >= since.milliseconds
    }
}
