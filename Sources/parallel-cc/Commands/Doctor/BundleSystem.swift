internal import Glibc
internal import HookCore

/// The machine, as far as many others are like it.
struct BundleSystem: Encodable {
    /// The value of `PRETTY_NAME` in os-release.
    let distribution: BundlePart<String>
    let kernel: String
    let machine: String
    let libc: BundlePart<String>
    let shell: String

    /// The shells that are widely known; any other may be named after its user.
    private static let shells: Set<String> = [
        "ash", "bash", "csh", "dash", "elvish", "fish", "ksh", "mksh", "nu", "sh", "tcsh", "xonsh", "zsh",
    ]

    /// - Parameter shell: the path of the user's shell.
    init(shell: String?) {
        var names = utsname()
        uname(&names)
        kernel = withUnsafeBytes(of: names.release) { Self.text($0) }
        machine = withUnsafeBytes(of: names.machine) { Self.text($0) }
        distribution = Self.distribution
        libc = Self.libc
        let name = shell.flatMap { FilePath.parts(of: $0).last.map(String.init) }
        self.shell = name.map { Self.shells.contains($0) ? $0 : "another" } ?? "unknown"
    }

    private static var distribution: BundlePart<String> {
        let key = "PRETTY_NAME="
        for path in ["/etc/os-release", "/usr/lib/os-release"] {
            guard let bytes = FileBytes.read(path, limit: 65_536) else { continue }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            guard let line = lines.first(where: { $0.hasPrefix(key) }) else { continue }
            return .told(line.dropFirst(key.count).filter { $0 != "\"" && $0 != "'" })
        }
        return .unavailable("there is no os-release")
    }

    private static var libc: BundlePart<String> {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = buffer.withUnsafeMutableBytes { bytes in
            confstr(Int32(_CS_GNU_LIBC_VERSION), bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        return count == 0 ? .unavailable("it does not say") : .told(buffer.withUnsafeBytes { text($0) })
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
