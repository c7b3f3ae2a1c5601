// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
internal import Glibc

/// What a directory tree looks like to `stat`, as one comparable value, with what stands in the way of removing it.
///
/// Two equal fingerprints of one tree, taken in one process, mean that no file was written, created, removed, renamed or
/// replaced in between: size, times, inode, mode and name of every entry below the root go in. A rename of the root
/// itself changes nothing. Contents are not read.
package struct TreeFingerprint: Sendable {
    /// Entries below the root, directories included.
    package private(set) var count = 0
    /// Bytes of all regular files.
    package private(set) var bytes: UInt64 = 0
    /// Directories that hold a `.git` of their own: nested repositories and checked-out submodules.
    package private(set) var nestedRepositories: [PathBytes] = []
    /// FIFOs, sockets and devices: named, never opened.
    package private(set) var specialFiles: [PathBytes] = []
    /// Directories and files that we may not read.
    package private(set) var unreadable: [PathBytes] = []
    private var sum: (UInt64, UInt64) = (0, 0)

    /// Walks the tree without following links or crossing into other file systems' trees by name tricks (openat).
    package static func of(_ root: String) -> TreeFingerprint {
        var fingerprint = TreeFingerprint()
        let descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor < 0 {
            fingerprint.unreadable.append([])
        } else {
            fingerprint.walk(descriptor, [])
        }
        return fingerprint
    }

    /// Whether nothing was written between the two.
    package func matches(_ other: TreeFingerprint) -> Bool { count == other.count && sum == other.sum }

    /// Takes over the descriptor.
    private mutating func walk(_ descriptor: Int32, _ prefix: PathBytes) {
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            return unreadable.append(prefix)
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            add(name, in: descriptor, prefix)
        }
    }

    private mutating func add(_ name: PathBytes, in directory: Int32, _ prefix: PathBytes) {
        let path = prefix.isEmpty ? name : prefix + [0x2F] + name
        let cName = name.map { CChar(bitPattern: $0) } + [0]
        var status = stat()
        guard fstatat(directory, cName, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return unreadable.append(path) }
        let isDotGit = name == Array(".git".utf8)
        if isDotGit {
            if prefix.isEmpty { return }
            nestedRepositories.append(prefix)
        }
        count += 1
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            mix(path, status, withTimes: false)
            let child = openat(directory, cName, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            if child < 0 { unreadable.append(path) } else { walk(child, path) }
        case S_IFREG:
            bytes += UInt64(max(0, status.st_size))
            mix(path, status, withTimes: true)
            if status.st_mode & 0o400 == 0, faccessat(directory, cName, R_OK, 0) != 0 { unreadable.append(path) }
        case S_IFLNK: mix(path, status, withTimes: true)
        default:
            specialFiles.append(path)
            mix(path, status, withTimes: false)
        }
    }

    /// Order does not matter: sums of two independent hashes per entry.
    private mutating func mix(_ path: PathBytes, _ status: stat, withTimes: Bool) {
        var hasher = Hasher()
        hasher.combine(path)
        hasher.combine(status.st_mode)
        hasher.combine(status.st_ino)
        if withTimes {
            hasher.combine(status.st_size)
            hasher.combine(status.st_mtim.tv_sec)
            hasher.combine(status.st_mtim.tv_nsec)
            hasher.combine(status.st_ctim.tv_sec)
            hasher.combine(status.st_ctim.tv_nsec)
        }
        var salted = hasher
        salted.combine(0x9E37)
        let first = UInt64(bitPattern: Int64(hasher.finalize()))
        let second = UInt64(bitPattern: Int64(salted.finalize()))
        sum = (sum.0 &+ first, sum.1 &+ second)
    }
}
