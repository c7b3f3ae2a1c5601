internal import Exec
internal import Glibc

/// Plain files for tests.
package enum Files {
    /// Writes a file, making its parents.
    package static func write(_ path: String, _ content: String, mode: UInt32 = 0o644) throws {
        try write(path, bytes: Array(content.utf8), mode: mode)
    }

    /// Writes a file, making its parents.
    package static func write(_ path: String, bytes: [UInt8], mode: UInt32 = 0o644) throws {
        makeDirectories(parent(of: path))
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fchmod(descriptor, mode) == 0
        else {
            throw FixtureError("cannot write \(path): \(String(cString: strerror(errno)))")
        }
        close(descriptor)
    }

    /// Writes a script or program that is executed, making its parents.
    ///
    /// Another process writes it: a child that another test spawns at this moment would inherit our descriptor for a
    /// moment, and a file that is open for writing cannot be executed (ETXTBSY).
    package static func writeProgram(_ path: String, _ content: String) throws {
        makeDirectories(parent(of: path))
        var command = Command(
            "/bin/sh", arguments: ["-c", #"cat >"$1" && chmod 755 "$1""#, "sh", path],
            environment: ["PATH": "/usr/bin:/bin"])
        command.input = .bytes(Array(content.utf8))
        guard try Spawner.run(command).status.isSuccess else { throw FixtureError("cannot write \(path)") }
    }

    /// The content as text; nil when there is no such file.
    package static func read(_ path: String) -> String? {
        bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The content; nil when there is no such file.
    package static func bytes(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return bytes
    }

    /// Whether anything, also a dangling link, lies there.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// mkdir -p
    package static func makeDirectories(_ path: String) {
        var place = ""
        for component in path.split(separator: "/") {
            place += "/" + component
            mkdir(place, 0o755)
        }
    }

    /// Every entry below `root` but `.git` at its top: "mode content" by relative path; links by their target; FIFOs
    /// and sockets are not read.
    package static func snapshot(_ root: String) -> [String: String] {
        var result: [String: String] = [:]
        collect(root, "", &result)
        return result
    }

    private static func collect(_ root: String, _ prefix: String, _ result: inout [String: String]) {
        guard let stream = opendir(prefix.isEmpty ? root : root + "/" + prefix) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." || (prefix.isEmpty && name == ".git") { continue }
            let path = prefix.isEmpty ? name : prefix + "/" + name
            var status = stat()
            lstat(root + "/" + path, &status)
            switch status.st_mode & S_IFMT {
            case S_IFDIR: collect(root, path, &result)
            case S_IFLNK: result[path] = "link \(target(root + "/" + path))"
            case S_IFIFO, S_IFSOCK: result[path] = "special"
            default:
                let executable = status.st_mode & 0o100 == 0 ? "644" : "755"
                let content = bytes(root + "/" + path).map { "\($0)" } ?? "unreadable"
                result[path] = "\(executable) \(content)"
            }
        }
    }

    package static func target(_ path: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
