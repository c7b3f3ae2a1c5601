// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
package import Files
internal import Glibc
internal import HookCore

/// A comparable summary of what `stat` tells about a directory tree, with the obstacles to removing the tree.
///
/// Two equal fingerprints of one tree mean that no file was written, created, removed, renamed or replaced in between:
/// size, times, inode, mode and name of every entry below the root go in. A rename of the root itself changes nothing.
/// Contents are not read, links are not followed, and other file systems are not entered.
package struct TreeFingerprint: Sendable {
    /// The number of entries below the root, directories included.
    package internal(set) var count = 0
    /// The size of all regular files in bytes.
    package internal(set) var bytes: UInt64 = 0
    /// The directories that hold a `.git` of their own or look like a bare repository: nested repositories and
    /// checked-out submodules. The root's own `.git` file or link does not make it one; a `.git` directory does.
    package internal(set) var nestedRepositories: [PathBytes] = []
    /// The FIFOs, sockets and devices. They are only named, never opened.
    package internal(set) var specialFiles: [PathBytes] = []
    /// The directories and files that this user may not read.
    package internal(set) var unreadable: [PathBytes] = []
    /// The directories that are the roots of other file systems.
    package internal(set) var mountPoints: [PathBytes] = []
    /// The latest time at which a file was written to, created, renamed or given other permissions: nanoseconds since
    /// 1970, 0 without files.
    package internal(set) var latestChange: UInt64 = 0
    var sum: (UInt64, UInt64) = (0, 0)
    /// The time at which the walk began, by this machine's clock; in the unit of `latestChange`.
    var begun: UInt64 = 0
    /// Whether the file system notes parts of a second.
    private var hasFineTimes = false

    /// Whether a file that is written to after the walk cannot look as it did. Where times are whole seconds (ext3,
    /// FAT, some servers), two writes within one look alike.
    package var isSettled: Bool { hasFineTimes || latestChange &+ Self.coarsestGranule <= begun }

    /// The granule of times on FAT, in nanoseconds: the coarsest of all file systems.
    package static let coarsestGranule: UInt64 = 2_000_000_000

    /// Returns the fingerprint of a directory. Walks by descriptors, so that a link that replaces a directory meanwhile
    /// cannot lead the walk elsewhere.
    package static func of(_ root: String) -> TreeFingerprint {
        var walk = FingerprintWalk()
        walk.run(root)
        return walk.fingerprint
    }

    /// Returns the fingerprint of a worktree's git directory. A shared index counts by its content, because git renews
    /// its times whenever it reads it.
    package static func of(gitDirectory: String) -> TreeFingerprint {
        var walk = FingerprintWalk(sharedIndexesByContent: true)
        walk.run(gitDirectory)
        return walk.fingerprint
    }

    /// Returns the time at which the directory itself was last changed, a rename included, in the unit of
    /// `latestChange`; 0 where it is gone.
    package static func changeTime(of directory: String) -> UInt64 {
        var status = stat()
        return lstat(directory, &status) == 0 ? nanoseconds(status.st_ctim) : 0
    }

    /// Whether nothing was written between the two.
    package func matches(_ other: TreeFingerprint) -> Bool { count == other.count && sum == other.sum }

    /// Adds one entry. The order of entries does not matter, because the fingerprint is a sum of two hashes per entry.
    mutating func mix(_ pathHash: UInt64, status: stat) {
        var hash = Self.scramble(pathHash, value: UInt64(status.st_mode))
        hash = Self.scramble(hash, value: UInt64(status.st_ino))
        // A directory's times change when a temporary file comes and goes. Its entries are counted by themselves.
        if status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFLNK {
            hash = Self.scramble(hash, value: UInt64(bitPattern: Int64(status.st_size)))
            hash = Self.scramble(hash, value: Self.nanoseconds(status.st_mtim))
            let change = Self.nanoseconds(status.st_ctim)
            hash = Self.scramble(hash, value: change)
            latestChange = max(latestChange, change)
            if status.st_ctim.tv_nsec != 0 { hasFineTimes = true }
        }
        sum = (sum.0 &+ hash, sum.1 &+ Self.scramble(hash, value: 0x9E37_79B9_7F4A_7C15))
    }

    static func nanoseconds(_ time: timespec) -> UInt64 {
        UInt64(bitPattern: Int64(time.tv_sec)) &* 1_000_000_000 &+ UInt64(bitPattern: Int64(time.tv_nsec))
    }

    /// Adds a file by its content.
    mutating func mix(_ pathHash: UInt64, content: [UInt8]) {
        var fnv = FNV1a(from: Self.scramble(pathHash, value: UInt64(content.count)))
        fnv.add(content)
        sum = (sum.0 &+ fnv.value, sum.1 &+ Self.scramble(fnv.value, value: 0x9E37_79B9_7F4A_7C15))
    }

    /// Mixes two values with SplitMix64's finaliser.
    static func scramble(_ hash: UInt64, value: UInt64) -> UInt64 {
        var mixed = (hash ^ value) &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
