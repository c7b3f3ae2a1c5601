// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
package import Files
internal import Glibc

/// What a directory tree looks like to `stat`, as one comparable value, with what stands in the way of removing it.
///
/// Two equal fingerprints of one tree mean that no file was written, created, removed, renamed or replaced in between:
/// size, times, inode, mode and name of every entry below the root go in. A rename of the root itself changes nothing.
/// Contents are not read, links are not followed, other file systems are not entered.
package struct TreeFingerprint: Sendable {
    /// Entries below the root, directories included.
    package internal(set) var count = 0
    /// Bytes of all regular files.
    package internal(set) var bytes: UInt64 = 0
    /// Directories that hold a `.git` of their own or look like a bare repository: nested repositories and checked-out
    /// submodules. The root's own `.git` file is none; a `.git` directory there is.
    package internal(set) var nestedRepositories: [PathBytes] = []
    /// FIFOs, sockets and devices: named, never opened.
    package internal(set) var specialFiles: [PathBytes] = []
    /// Directories and files that we may not read.
    package internal(set) var unreadable: [PathBytes] = []
    /// Directories that are another file system.
    package internal(set) var mountPoints: [PathBytes] = []
    /// When a file was last written to, created, renamed or given other rights: nanoseconds since 1970, 0 without files.
    package internal(set) var latestChange: UInt64 = 0
    var sum: (UInt64, UInt64) = (0, 0)

    /// Walks the tree by descriptors, so that nobody can lead it elsewhere by swapping in a link.
    package static func of(_ root: String) -> TreeFingerprint {
        var walk = FingerprintWalk()
        walk.run(root)
        return walk.fingerprint
    }

    /// The same of a worktree's git directory. git renews the times of a shared index whenever it reads one, so that such
    /// a file is told by its content instead.
    package static func of(gitDirectory: String) -> TreeFingerprint {
        var walk = FingerprintWalk(sharedIndexesByContent: true)
        walk.run(gitDirectory)
        return walk.fingerprint
    }

    /// When the directory itself was last changed, a rename included; in the unit of `latestChange`, 0 where it is gone.
    package static func changeTime(of directory: String) -> UInt64 {
        var status = stat()
        return lstat(directory, &status) == 0 ? nanoseconds(status.st_ctim) : 0
    }

    /// Whether nothing was written between the two.
    package func matches(_ other: TreeFingerprint) -> Bool { count == other.count && sum == other.sum }

    /// Adds one entry. Order does not matter: sums of two hashes per entry.
    mutating func mix(_ pathHash: UInt64, status: stat) {
        var hash = Self.scramble(pathHash, value: UInt64(status.st_mode))
        hash = Self.scramble(hash, value: UInt64(status.st_ino))
        // A directory's times change when a temporary file comes and goes; its entries count by themselves.
        if status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFLNK {
            hash = Self.scramble(hash, value: UInt64(bitPattern: Int64(status.st_size)))
            hash = Self.scramble(hash, value: Self.nanoseconds(status.st_mtim))
            let change = Self.nanoseconds(status.st_ctim)
            hash = Self.scramble(hash, value: change)
            latestChange = max(latestChange, change)
        }
        sum = (sum.0 &+ hash, sum.1 &+ Self.scramble(hash, value: 0x9E37_79B9_7F4A_7C15))
    }

    private static func nanoseconds(_ time: timespec) -> UInt64 {
        UInt64(bitPattern: Int64(time.tv_sec)) &* 1_000_000_000 &+ UInt64(bitPattern: Int64(time.tv_nsec))
    }

    /// Adds a file that is told by its content.
    mutating func mix(_ pathHash: UInt64, content: [UInt8]) {
        let hash = content.reduce(Self.scramble(pathHash, value: UInt64(content.count))) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        sum = (sum.0 &+ hash, sum.1 &+ Self.scramble(hash, value: 0x9E37_79B9_7F4A_7C15))
    }

    /// SplitMix64's finaliser over both.
    static func scramble(_ hash: UInt64, value: UInt64) -> UInt64 {
        var mixed = (hash ^ value) &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
