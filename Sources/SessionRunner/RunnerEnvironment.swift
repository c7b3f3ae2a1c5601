import Glibc

/// The parts of the process that the runner uses: environment, working directory, standard error.
enum RunnerEnvironment {
    /// An environment variable; nil when it is unset or empty.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// The physical working directory, or nil when it was removed or cannot be read.
    static func workingDirectory() -> String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// The folder of the runner's own executable, without a slash at the end.
    static func ownFolder() -> String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        let text = String(cString: path)
        guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return String(text[..<slash])
    }

    /// Writes a line to standard error; control characters in it, such as those of a path, become `?`. Failures are
    /// ignored: the loss of a terminal must not matter.
    static func say(_ line: String) {
        var rest = line.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }[...]
        rest.append(0x0A)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Opens `/dev/null` where descriptor 0, 1 or 2 is missing, so that no pipe of ours gets its number. The
    /// descriptors are close-on-exec: claude finds them missing, as it would without us.
    static func fillStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            guard open("/dev/null", O_RDWR | O_CLOEXEC) == descriptor else { return }
        }
    }
}
