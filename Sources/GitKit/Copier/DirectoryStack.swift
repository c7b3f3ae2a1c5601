internal import Glibc

/// The descriptors of a directory and its parents up to a root, for walking through many paths in order.
///
/// No symbolic link below the root is followed. Owns the descriptors.
struct DirectoryStack: ~Copyable {
    private struct Level {
        /// The length of this directory's path with a slash at its end.
        let length: Int
        let descriptor: Int32
    }

    private let isCreating: Bool
    private var path: [UInt8] = []
    private var levels: [Level]

    /// Opens the root; nil when it cannot be opened.
    /// - Parameter isCreating: whether missing directories are made, with the umask's mode.
    init?(root: String, isCreating: Bool) {
        let descriptor = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        levels = [Level(length: 0, descriptor: descriptor)]
        self.isCreating = isCreating
    }

    deinit { for level in levels { close(level.descriptor) } }

    /// Returns the descriptor of a directory; nil where there is none, or only behind a symbolic link.
    /// - Parameter directory: a path relative to the root, empty or with a slash at its end.
    mutating func enter(_ directory: UnsafeRawBufferPointer) -> Int32? {
        leave(for: directory)
        while let level = levels.last, level.length < directory.count {
            guard let next = push(directory, from: level) else { return nil }
            levels.append(next)
        }
        return levels.last?.descriptor
    }

    /// Closes the directories that are no parents of `directory`.
    private mutating func leave(for directory: UnsafeRawBufferPointer) {
        let common = zip(path, directory).prefix { $0 == $1 }.count
        while let level = levels.last, level.length > common {
            close(level.descriptor)
            levels.removeLast()
        }
        path.removeLast(path.count - (levels.last?.length ?? 0))
    }

    private mutating func push(_ directory: UnsafeRawBufferPointer, from level: Level) -> Level? {
        let rest = directory[level.length...]
        let end = (rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex)
        let name = directory[level.length..<end].map { CChar(bitPattern: $0) } + [0]
        // Another thread may be making the same directory.
        if isCreating, mkdirat(level.descriptor, name, 0o777) != 0, errno != EEXIST { return nil }
        let descriptor = openat(level.descriptor, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        path.append(contentsOf: directory[level.length...end])
        return Level(length: end + 1, descriptor: descriptor)
    }
}
