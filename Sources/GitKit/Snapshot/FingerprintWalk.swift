// Swift attributes `dirent` to this module because its headers are read first.
internal import CLibGit2
internal import Files
internal import Glibc
internal import HookCore

/// Walks a tree and takes its fingerprint.
struct FingerprintWalk {
    private(set) var fingerprint = TreeFingerprint()
    private var device: dev_t = 0
    private var path: PathBytes = []
    private let user = geteuid()
    private let sharedIndexesByContent: Bool

    init(sharedIndexesByContent: Bool = false) { self.sharedIndexesByContent = sharedIndexesByContent }

    /// The names in one directory that together make a bare repository.
    private struct BareSigns: OptionSet {
        let rawValue: Int
        static let head = BareSigns(rawValue: 1)
        static let objects = BareSigns(rawValue: 2)
        static let refs = BareSigns(rawValue: 4)
        static let all: BareSigns = [.head, .objects, .refs]
    }

    mutating func run(_ root: String) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        fingerprint.begun = TreeFingerprint.nanoseconds(now)
        let descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            return fingerprint.unreadable.append([])
        }
        device = status.st_dev
        walk(descriptor, hash: 0)
    }

    /// Walks one directory. Takes over the descriptor.
    private mutating func walk(_ descriptor: Int32, hash: UInt64) {
        guard let reader = try? DirectoryReader(owning: descriptor) else { return fingerprint.unreadable.append(path) }
        var signs: BareSigns = []
        // The name is not copied, because this runs once for every file.
        let error = reader.visit { name, _ in
            let bytes = UnsafeRawBufferPointer(start: name, count: strlen(name))
            signs.formUnion(Self.sign(bytes))
            add(name, bytes: bytes, in: reader.descriptor, hash: hash)
        }
        if error != nil { fingerprint.unreadable.append(path) }
        if signs == .all, !path.isEmpty { fingerprint.nestedRepositories.append(path) }
    }

    private static func sign(_ name: UnsafeRawBufferPointer) -> BareSigns {
        switch name.count {
        case 4 where name.elementsEqual("HEAD".utf8): .head
        case 4 where name.elementsEqual("refs".utf8): .refs
        case 7 where name.elementsEqual("objects".utf8): .objects
        default: []
        }
    }

    private mutating func add(
        _ name: UnsafePointer<CChar>, bytes: UnsafeRawBufferPointer, in directory: Int32, hash: UInt64
    ) {
        let length = path.count
        if length > 0 { path.append(0x2F) }
        path.append(contentsOf: bytes)
        defer { path.removeLast(path.count - length) }
        var status = stat()
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            // The file was removed after it was listed. The counts differ then.
            return fingerprint.unreadable.append(path)
        }
        let kind = status.st_mode & S_IFMT
        if bytes.elementsEqual(".git".utf8) {
            if length > 0 || (kind != S_IFREG && kind != S_IFLNK) {
                fingerprint.nestedRepositories.append(Array(path[..<length]))
            }
            if length == 0 { return }
        }
        fingerprint.count += 1
        var fnv = FNV1a(from: TreeFingerprint.scramble(hash, value: 0x2F))
        fnv.add(bytes)
        let pathHash = fnv.value
        if sharedIndexesByContent, length == 0, kind == S_IFREG, bytes.starts(with: "sharedindex.".utf8),
            let content = Self.content(name, in: directory)
        {
            fingerprint.mix(pathHash, content: content)
        } else {
            fingerprint.mix(pathHash, status: status)
        }
        switch kind {
        case S_IFDIR: descend(name, status: status, in: directory, hash: pathHash)
        case S_IFREG:
            fingerprint.bytes += UInt64(max(0, status.st_size))
            let isReadable = status.st_uid == user && status.st_mode & 0o400 != 0
            if !isReadable, faccessat(directory, name, R_OK, AT_EACCESS) != 0 { fingerprint.unreadable.append(path) }
        case S_IFLNK: break
        default: fingerprint.specialFiles.append(path)
        }
    }

    private static func content(_ name: UnsafePointer<CChar>, in directory: Int32) -> [UInt8]? {
        let descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return WholeFile.contents(of: descriptor)
    }

    private mutating func descend(
        _ name: UnsafePointer<CChar>, status: stat, in directory: Int32, hash: UInt64
    ) {
        guard status.st_dev == device else { return fingerprint.mountPoints.append(path) }
        let child = openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        if child < 0 { fingerprint.unreadable.append(path) } else { walk(child, hash: hash) }
    }
}
