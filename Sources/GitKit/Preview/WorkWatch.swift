// Swift attributes `dirent` to this module because its headers are read first.
internal import CLibGit2
package import Files
internal import Glibc
package import HookCore

/// Waits for changes of files in some directories, each of which has a named owner.
///
/// inotify(7) watches one directory at a time, so every directory has to be added. Writes through a memory mapping and
/// those of other machines are not seen.
package final class WorkWatch {
    /// The changes since the last call of `take`.
    package struct Changes: Sendable {
        /// The owners of directories in which files changed.
        package var owners: Set<Name> = []
        /// The new directories, with their owners.
        package var newDirectories: [(owner: String, path: PathBytes)] = []
        /// Whether the kernel has dropped events: then anything may have changed.
        package var isIncomplete = false
    }

    /// The descriptor to poll. It is readable when something has happened.
    package let descriptor: Int32
    private var watched: [Int32: (owner: String, path: PathBytes)] = [:]
    private static let events =
        IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF

    /// Makes a watch without directories; nil where the kernel has no more watches to give.
    package init?() {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Begins to watch a directory itself, not those below it.
    /// - Parameter path: the absolute path of the directory.
    /// - Returns: whether it is watched. True also for a directory that is gone, which needs no watching.
    package func add(_ path: PathBytes, owner: String) -> Bool {
        let mask = UInt32(Self.events) | UInt32(IN_ONLYDIR) | UInt32(IN_DONT_FOLLOW)
        let watch = inotify_add_watch(descriptor, (path + [0]).map { CChar(bitPattern: $0) }, mask)
        guard watch >= 0 else { return errno == ENOENT || errno == ENOTDIR }
        watched[watch] = (owner, path)
        return true
    }

    /// Stops watching all directories of an owner.
    package func remove(owner: String) {
        for (watch, directory) in watched where directory.owner.isSame(as: owner) {
            inotify_rm_watch(descriptor, watch)
            watched[watch] = nil
        }
    }

    /// Returns all events that have arrived, and forgets them.
    package func take() -> Changes {
        var changes = Changes()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
            buffer.withUnsafeBytes { bytes in
                var position = 0
                while position + 16 <= count {
                    let length = Int(bytes.loadUnaligned(fromByteOffset: position + 12, as: UInt32.self))
                    let name = bytes[(position + 16)..<min(count, position + 16 + length)].prefix { $0 != 0 }
                    add(
                        bytes.loadUnaligned(fromByteOffset: position, as: Int32.self),
                        mask: bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self), name: Array(name),
                        to: &changes)
                    position += 16 + length
                }
            }
        }
        return changes
    }

    private func add(_ watch: Int32, mask: UInt32, name: [UInt8], to changes: inout Changes) {
        if mask & UInt32(IN_Q_OVERFLOW) != 0 { changes.isIncomplete = true }
        guard let directory = watched[watch] else { return }
        if mask & UInt32(IN_IGNORED) != 0 {
            watched[watch] = nil
            return
        }
        changes.owners.insert(Name(directory.owner))
        let isNew = mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0 && mask & UInt32(IN_ISDIR) != 0
        if isNew { changes.newDirectories.append((directory.owner, directory.path + [0x2F] + name)) }
    }
}
